/** Every sentence that the scripts of the page say, and how dates are written. */

export const words = {
  you: "Bạn hỏi",
  assistant: "Trợ lý trả lời",
  waiting: "Đang tìm câu trả lời…",
  stillWaiting: "Lâu hơn thường lệ một chút, bạn chờ thêm nhé…",
  restoring: "Đang mở lại cuộc trò chuyện…",
  retry: "Gửi lại",
  tryAgain: "Thử lại",
  askAgain: "Hỏi lại",
  newPage: "(mở trang mới)",
  choices: "Bạn chọn một mục",
  readAloud: "Đọc to",
  stopReading: "Dừng đọc",
  left: (count) => `Còn ${count} ký tự.`,
  tooLong: (count) => `Câu hỏi dài quá ${count} ký tự. Bạn rút ngắn giúp nhé.`,
  numbersSeen: "Bạn đang gõ một dãy số dài. Đừng gửi số căn cước, số điện thoại, mã OTP nhé.",
  sources: (date) => (date ? `Nguồn · kiểm tra ngày ${date}` : "Nguồn"),
  checked: (date) => `kiểm tra ngày ${date}`,
  unanswered: "Câu này chưa có trả lời. Bạn bấm “Hỏi lại” nhé.",
  deleting: "Đang xóa…",
  deleteNow: "Xóa hẳn",
  deleted: "Đã xóa cuộc trò chuyện.",
  notDeleted: "Chưa xóa được trên hệ thống. Bạn thử lại giúp nhé.",
  contact: (contact) => `Nếu cần gấp, bạn liên hệ: ${contact}.`,
  failures: {
    offline: "Máy đang mất mạng nên tin nhắn chưa gửi được. Bạn kiểm tra Wi-Fi hoặc 4G rồi bấm “Gửi lại” nhé.",
    timeout: "Chờ lâu quá chưa thấy trả lời. Bạn bấm “Gửi lại” nhé, câu hỏi không bị tính hai lần.",
    busy: "Hệ thống đang bận, chưa trả lời được. Bạn chờ một lát rồi bấm “Gửi lại” nhé.",
    tooFast: "Bạn gửi hơi nhanh. Bạn chờ một lát rồi bấm “Gửi lại” nhé.",
    refused: "Tin nhắn này không gửi được. Bạn gõ lại câu hỏi bằng lời giúp nhé.",
    gone: "Cuộc trò chuyện cũ đã hết hạn. Bạn gõ lại câu hỏi giúp nhé.",
  },
  tooFastFor: (seconds) => `Bạn gửi hơi nhanh. Bạn chờ ${duration(seconds)} rồi bấm “Gửi lại” nhé.`,
  notRestored: "Chưa mở lại được cuộc trò chuyện cũ. Bạn bấm “Thử lại” nhé.",
};

function duration(seconds) {
  return seconds <= 90 ? `${seconds} giây` : `khoảng ${Math.ceil(seconds / 60)} phút`;
}

/** What to tell the resident about a ChatError; anything unforeseen is told as "busy". */
export function failureSentence({ kind, retryAfter }, contact) {
  if (kind === "tooFast" && retryAfter) return words.tooFastFor(retryAfter);
  const sentence = words.failures[kind] ?? words.failures.busy;
  return kind === "busy" && contact ? `${sentence} ${words.contact(contact)}` : sentence;
}

/** "2026-11-22" → "22/11/2026"; anything else → "" (a date that cannot be read is not shown). */
export function vietnameseDate(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(iso ?? ""));
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : "";
}
