/** Owns the pages that are neither articles nor lists: about, contact, thanks, and the page for what is missing. Pure. */
import { html, type Markup } from "../markup.ts";
import { PAPER } from "../newsroom.ts";
import { layout } from "./layout.ts";

/** A few lines, on purpose: too thin to be an article. */
export function aboutPage(): string {
  return plainPage(
    "About us",
    html`<p>${PAPER.name} comes out when there is news and the wind allows it. It is edited above the chandler’s, second door.</p>
<p class="small">${PAPER.disclaimer}</p>`,
  );
}

export function contactPage(): string {
  return plainPage(
    "Write to us",
    html`<form class="contact" method="post" action="/thanks">
<label for="contact-name">Your name</label>
<input id="contact-name" name="name" type="text" autocomplete="off">
<label for="contact-mail">Your e-mail address</label>
<input id="contact-mail" name="mail" type="email" autocomplete="off">
<label for="contact-about">What is it about?</label>
<select id="contact-about" name="about">
<option>A story</option>
<option>A correction</option>
<option>The crossword</option>
<option>A boat</option>
</select>
<label for="contact-text">Your letter</label>
<textarea id="contact-text" name="text" rows="7"></textarea>
<button type="submit">Send</button>
</form>`,
  );
}

export function thanksPage(): string {
  return plainPage("Thank you", html`<p>This is a sample newspaper: nothing was sent or kept.</p>`);
}

export function notFoundPage(): string {
  return plainPage(
    "Page not found",
    html`<p>The page is not here. It may have gone out with the tide.</p>
<p><a class="button" href="/">Go to the front page</a></p>`,
  );
}

function plainPage(title: string, content: Markup): string {
  const main = html`<div class="plain">
<h1>${title}</h1>
${content}
</div>`;
  return layout({ title, language: "en-GB", encoding: "utf-8", head: null, main });
}
