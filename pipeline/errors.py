"""Everything that can go wrong with a letter: one tree, an exit code, may a retry help, a sentence for the clerk."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of `vanthu`; documented in docs/commands.md."""

    OK = 0
    UNREADABLE = 3
    ENCRYPTED = 4
    TOO_LARGE = 5
    TIMEOUT = 6
    OUT_OF_MEMORY = 7
    CRASHED = 8
    OCR_MISSING = 9
    SECRET = 10
    STORAGE = 11
    CONFIG = 12
    MODEL = 13
    EDXML = 14
    SOME_FAILED = 20
    CHECK_FAILED = 21


class IntakeError(Exception):
    """Base of all. The text is for the log; `sentence` is what the clerk reads: plain Vietnamese, says what to do."""

    exit_code = ExitCode.UNREADABLE
    retryable = False
    code = "unreadable"
    sentence = "Không đọc được tệp này."

    def __init__(self, message: str = "", *, sentence: str | None = None) -> None:
        super().__init__(message or self.code)
        if sentence is not None:
            self.sentence = sentence

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the border of a child process.
        return _rebuild, (type(self), str(self), self.sentence)


def _rebuild(kind: type[IntakeError], message: str, sentence: str) -> IntakeError:
    return kind(message, sentence=sentence)


class UnreadableFileError(IntakeError):
    sentence = "Tệp hỏng hoặc không phải PDF nên không đọc được. Đề nghị nơi gửi gửi lại, hoặc in ra rồi quét lại."


class EmptyFileError(UnreadableFileError):
    code = "empty"
    sentence = "Tệp rỗng (0 byte). Hãy chép lại tệp từ nơi gửi."


class WrongTypeError(UnreadableFileError):
    code = "wrong_type"
    sentence = "Tệp không phải PDF. Hãy lưu hoặc in văn bản ra PDF rồi thả lại vào thư mục."


class EdxmlError(UnreadableFileError):
    exit_code = ExitCode.EDXML
    code = "edxml"
    sentence = "Tệp không phải thông điệp edXML đọc được (QCVN 102:2016). Đề nghị nơi gửi gửi lại, hoặc thả tệp PDF."


class TruncatedFileError(UnreadableFileError):
    code = "truncated"
    sentence = "Tệp PDF bị cắt cụt (chép chưa xong hoặc tải dở). Hãy chép lại tệp từ nơi gửi."


class NoPagesError(UnreadableFileError):
    code = "no_pages"
    sentence = "Tệp PDF không có trang nào. Đề nghị nơi gửi gửi lại."


class EncryptedFileError(IntakeError):
    exit_code = ExitCode.ENCRYPTED
    code = "encrypted"
    sentence = "Tệp PDF đặt mật khẩu nên không mở được. Hãy mở bằng mật khẩu, lưu bản không mật khẩu rồi thả lại."


class TooLargeError(IntakeError):
    exit_code = ExitCode.TOO_LARGE
    code = "too_large"
    sentence = "Tệp có quá nhiều trang để máy tự đọc. Văn thư nhập tay và chuyển xử lý."


class ReadingTimeoutError(IntakeError):
    exit_code = ExitCode.TIMEOUT
    retryable = True
    code = "timeout"
    sentence = "Đọc tệp quá lâu nên đã dừng. Văn thư xem tệp, nhập tay hoặc bấm «Đọc lại»."


class ReadingMemoryError(IntakeError):
    exit_code = ExitCode.OUT_OF_MEMORY
    retryable = True
    code = "out_of_memory"
    sentence = "Tệp cần quá nhiều bộ nhớ nên đã dừng đọc. Văn thư xem tệp, nhập tay hoặc bấm «Đọc lại»."


class ReadingCrashedError(IntakeError):
    exit_code = ExitCode.CRASHED
    retryable = True
    code = "crashed"
    sentence = "Bộ đọc PDF bị dừng đột ngột vì tệp này. Văn thư xem tệp, nhập tay hoặc bấm «Đọc lại»."


class OcrMissingError(IntakeError):
    exit_code = ExitCode.OCR_MISSING
    retryable = True
    code = "ocr_missing"
    sentence = (
        "Văn bản là ảnh quét nhưng máy chưa cài bộ nhận dạng chữ (tesseract-ocr, tesseract-ocr-vie). Văn thư nhập tay."
    )


class OcrFailedError(IntakeError):
    exit_code = ExitCode.CRASHED
    retryable = True
    code = "ocr_failed"
    sentence = "Bộ nhận dạng chữ không đọc được trang quét. Văn thư xem tệp, nhập tay hoặc bấm «Đọc lại»."


class SecretDocumentError(IntakeError):
    """A secrecy mark was found. Carries nothing of the content (Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5)."""

    exit_code = ExitCode.SECRET
    code = "secret"
    sentence = (
        "Có dấu chỉ độ mật. Không xử lý trên máy nối mạng và không sao chép tệp. Ngắt mạng, báo ngay lãnh đạo, "
        "chuyển tệp sang máy độc lập và đăng ký vào Sổ đăng ký bí mật nhà nước đến."
    )


class StorageError(IntakeError):
    """Disk full, no rights, the folder went away: nothing was taken in, the file stays in the inbox."""

    exit_code = ExitCode.STORAGE
    retryable = True
    code = "storage"
    sentence = "Không ghi được vào ổ đĩa (đầy hoặc không có quyền). Tệp vẫn nằm trong thư mục, máy sẽ tự thử lại."


class OriginalMissingError(StorageError):
    """The register names it and it is not there, or not as it was."""

    code = "original_missing"
    sentence = "Không thấy bản gốc trong kho, hoặc bản gốc đã hỏng. Báo quản trị chạy «vanthu check»."


class StoreUnreachableError(StorageError):
    """The object store does not answer, or not to us: waiting helps, or the administrator; no letter is to blame."""

    code = "store_unreachable"
    sentence = (
        "Không liên lạc được kho bản gốc. Tệp vẫn nằm trong thư mục, máy sẽ tự thử lại. Nếu kéo dài, báo quản trị."
    )


class ConfigError(IntakeError):
    exit_code = ExitCode.CONFIG
    code = "config"
    sentence = "Tệp cấu hình ward.toml có lỗi."
