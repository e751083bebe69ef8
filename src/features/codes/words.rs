//! What is said while codes are looked for, both languages side by side.

use super::Trouble;
use crate::locale::facts::Both;
use crate::web::camera::CameraFault;

pub(super) const PREVIEW: Both = ("Hình từ máy ảnh", "What the camera sees");
pub(super) const OPENING: Both = (
    "Đang mở máy ảnh. Nếu trình duyệt hỏi, hãy cho phép.",
    "The camera is being put on. If the browser asks, allow it.",
);
pub(super) const STOP: Both = ("Thôi", "Cancel");
pub(super) const AGAIN: Both = ("Thử lại", "Try again");

/// Why no codes are read. What can be done instead is said after it.
pub(super) const fn trouble(trouble: Trouble) -> Both {
    match trouble {
        Trouble::Camera(CameraFault::Address) => (
            "Trình duyệt này không cho dùng máy ảnh ở địa chỉ không có https.",
            "This browser gives no camera at an address without https.",
        ),
        Trouble::Camera(CameraFault::Denied) => (
            "Chưa được phép dùng máy ảnh. Hãy cho phép máy ảnh cho trang này trong cài đặt của trình duyệt, rồi thử lại.",
            "The camera is not allowed. Allow it for this page in the browser's settings and try again.",
        ),
        Trouble::Camera(CameraFault::Absent) => ("Máy này không có máy ảnh.", "This device has no camera."),
        Trouble::Camera(CameraFault::Busy) => (
            "Không mở được máy ảnh, có thể ứng dụng khác đang dùng. Hãy đóng ứng dụng đó rồi thử lại.",
            "The camera does not start; another app may be using it. Close that app and try again.",
        ),
        Trouble::Reader => (
            "Phần đọc mã chưa có trên máy này. Hãy thử lại khi có mạng.",
            "What reads codes is not on this device. Try again with a connection.",
        ),
    }
}
