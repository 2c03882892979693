// A group of questions that are asked together.
import type { SwitchName } from "../../emulator";
import type { Survey } from "./survey";

export interface Chapter {
  readonly about: string;
  readonly switches: readonly SwitchName[];
  /**
   * Settles what it can. What it leaves out counts as not settled, for the reason that it throws if it throws one.
   *
   * @param first the organization that all chapters share
   */
  ask(survey: Survey, first: string): Promise<void>;
}
