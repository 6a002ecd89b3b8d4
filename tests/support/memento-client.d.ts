/** The types that memento-client does not bring: what we use of it. */
declare module "memento-client" {
  interface Memento {
    readonly href: string;
    readonly rel: string;
    readonly datetime?: string;
  }
  type Callback = (error: Error | null, mementos: Memento[]) => void;
  /** @param options - `host`: address of the TimeMaps, with a slash at its end */
  export default function memento(url: string, options: { host: string }, callback: Callback): void;
}
