/** The question before a conversation is deleted; stays open, and says why, when deleting fails. */

import { words } from "./words.js";

/** Runs `act` (may throw) only after a yes in the dialog, and `afterwards` once the dialog is gone. */
export function confirmBefore(opener, act, afterwards) {
  const dialog = document.getElementById("clear-dialog");
  const problem = document.getElementById("clear-problem");
  const yes = document.getElementById("clear-yes");
  opener.addEventListener("click", () => {
    problem.hidden = true;
    dialog.showModal();
  });
  document.getElementById("clear-no").addEventListener("click", () => dialog.close());
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    yes.textContent = words.deleting;
    try {
      await act();
      dialog.close();
      afterwards();
    } catch {
      problem.textContent = words.notDeleted;
      problem.hidden = false;
    } finally {
      yes.disabled = false;
      yes.textContent = words.deleteNow;
    }
  });
}
