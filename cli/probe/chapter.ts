// A group of questions.
import type { SwitchName } from "../../emulator";
import type { Survey } from "./survey";

export interface Chapter {
  readonly about: string;
  readonly switches: readonly SwitchName[];
  /**
   * Settles what it can. The rest stays unsettled, with the message of its error as the reason if it throws one.
   *
   * @param first the id of the organization that all chapters share
   */
  ask(survey: Survey, first: string): Promise<void>;
}
