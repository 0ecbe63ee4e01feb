"""A small guide for tests: a question with a fact, an instruction that may fail, a jump and three ends."""

from knowledge.guide.model import Guide, GuideChoice, GuideStep, Jump

DONE = GuideChoice("Xong, tiếp tục", "doc-the", ("xong", "rồi", "được rồi"))
STUCK = GuideChoice("Không được", "goi", ("không được", "bị lỗi"))

GUIDE = Guide(
    "may",
    (
        GuideStep(
            "may",
            "Bạn đang dùng điện thoại thông minh chứ?",
            (
                GuideChoice("Có", "tai", ("máy cảm ứng",), {"may": "thong-minh"}),
                GuideChoice("Máy bàn phím", "ra-cong-an", ("cục gạch", "không có", "không")),
            ),
        ),
        GuideStep("tai", "Bạn mở kho ứng dụng, tìm VNeID.", (DONE, STUCK), warning="Đừng cài từ đường dẫn lạ."),
        GuideStep(
            "doc-the",
            "Máy có đọc được thẻ không?",
            (
                GuideChoice("Được", "xong", (), {"nfc": "co"}),
                GuideChoice("Không có NFC", "ra-cong-an", (), {"nfc": "khong"}),
                GuideChoice("Làm lại từ đầu", "may"),
            ),
            jumps=(Jump({"nfc": "khong"}, "ra-cong-an"),),
        ),
        GuideStep("xong", "Bạn đã kích hoạt xong.", end="done"),
        GuideStep("ra-cong-an", "Bạn đến công an xã.", end="office"),
        GuideStep("goi", "Bạn gọi tổng đài.", end="hotline"),
    ),
    ("vneid-kich-hoat",),
)
