/** What the store of saves must do, against any DynamoDB and in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { SaveStore } from "../../../shared/index/save-store.ts";

const DAY = "2026-03-14";
const AT = "2026-03-14T09:30:00.000Z";
const LIMITS = { open: 3, daily: 5 };

export function describeSaveStore(storeOf: () => SaveStore): void {
  describe("save store", () => {
    let saves: SaveStore;
    let token: string;
    const enter = (id: string = v7(), day = DAY) => saves.enter(token, day, { id, at: AT }, LIMITS);
    beforeEach(() => {
      saves = storeOf();
      token = `ana ${v7()}`;
    });

    it("knows nothing of a token that never saved, and counts nothing before its day has started", async () => {
      await expect(saves.get(token)).resolves.toBeUndefined();
      await expect(enter()).resolves.toBe(false);
      await saves.leave(token, [v7()]);
      await saves.takeBack(token, DAY, v7());
      await expect(saves.get(token)).resolves.toBeUndefined();
    });

    it("counts jobs in up to the limit of open ones, also when all come at once", async () => {
      await saves.startDay(token, DAY);
      const entered = await Promise.all(Array.from({ length: 6 }, () => enter()));
      expect(entered.filter(Boolean)).toHaveLength(LIMITS.open);
      const row = await saves.get(token);
      expect([row?.count, Object.keys(row?.open ?? {}).length]).toEqual([3, 3]);
    });

    it("has room again for each that left, until the day is full", async () => {
      await saves.startDay(token, DAY);
      for (let round = 0; round < LIMITS.daily; round += 1) {
        const id = v7();
        await expect(enter(id)).resolves.toBe(true);
        await saves.leave(token, [id, v7()]);
      }
      await expect(enter()).resolves.toBe(false);
      await expect(saves.get(token)).resolves.toEqual({ day: DAY, count: 5, open: {} });
    });

    it("starts a day once, and keeps what is open from the day before", async () => {
      await saves.startDay(token, DAY);
      const id = v7();
      await enter(id);
      await saves.startDay(token, DAY);
      await expect(saves.get(token)).resolves.toMatchObject({ count: 1 });
      await saves.startDay(token, "2026-03-15");
      await expect(saves.get(token)).resolves.toEqual({ day: "2026-03-15", count: 0, open: { [id]: AT } });
      await expect(enter()).resolves.toBe(false);
      await expect(enter(v7(), "2026-03-15")).resolves.toBe(true);
    });

    it("takes a job back once", async () => {
      await saves.startDay(token, DAY);
      const id = v7();
      await enter(id);
      await saves.takeBack(token, DAY, id);
      await saves.takeBack(token, DAY, id);
      await expect(saves.get(token)).resolves.toEqual({ day: DAY, count: 0, open: {} });
    });
  });
}
