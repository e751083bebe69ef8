//! What becomes of a file that was chosen: looked at, made small where it is a picture, and kept on this device; or the
//! reason in words why not. What it is follows from its bytes, never from its name.

use js_sys::Uint8Array;
use thidua_domain::evidence::picture::{self, Head};
use thidua_domain::evidence::{FileDigest, FileKind, LONG_SIDE, MOST_PDF, MOST_PHOTOGRAPH, MOST_PIXELS};
use web_sys::File;

use super::words::{Wanted, grouped};
use crate::book::{Book, BookError};
use crate::locale::{Locale, Words, faults, format};
use crate::web::photo;

/// So much of a file is read to see what it is; where a camera has written more before the picture, so much.
const HEADS: [i32; 2] = [256 * 1024, 8 * 1024 * 1024];

/// A file that is kept.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    pub(super) digest: FileDigest,
    pub(super) kind: FileKind,
    pub(super) size: u32,
    /// Whether the camera had written where it was. That is gone.
    pub(super) told_place: bool,
}

/// Why a file was not taken. It is still where it was.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Refusal {
    /// It has no bytes.
    Empty,
    /// It is neither a picture nor a PDF, and its name says neither.
    Other,
    /// It is called a picture and is none.
    NoPicture,
    /// It is called a PDF and is none.
    NoPdf,
    /// It is a PDF, where only pictures are wanted.
    OnlyPictures,
    /// A picture of so many pixels across and down.
    TooManyPixels(u32, u32),
    /// A PDF of so many bytes.
    LargePdf(f64),
    /// A picture that is cut off or broken.
    Damaged,
    /// A picture of a kind that browsers do not read.
    Foreign,
    /// The browser cannot read the file any more.
    Unopened,
    /// This very file is there already.
    Already,
    /// There are as many files as there may be.
    TooMany(usize),
    /// The device's store could not keep it.
    Book(BookError),
}

/// Takes a file that was chosen.
pub(super) async fn take(book: Book, file: &File, wanted: &Wanted) -> Result<Taken, Refusal> {
    let (name, media_type) = (file.name().to_lowercase(), file.type_());
    let is_called = |ending: &str, of_type: &str| name.ends_with(ending) || media_type.starts_with(of_type);
    if file.size() < 1.0 {
        return Err(Refusal::Empty);
    }
    // Before a byte of it is read.
    if wanted.only_pictures && is_called(".pdf", "application/pdf") {
        return Err(Refusal::OnlyPictures);
    }
    if is_called(".pdf", "application/pdf") && file.size() > f64::from(MOST_PDF) {
        return Err(Refusal::LargePdf(file.size()));
    }
    let (head, first) = look(file).await?;
    let told_place = picture::tells_place(&first);
    let (kind, bytes) = match head {
        Head::Picture(width, height) if u64::from(width) * u64::from(height) > MOST_PIXELS => {
            return Err(Refusal::TooManyPixels(width, height));
        }
        Head::Picture(..) => {
            let small = photo::made_small(file, LONG_SIDE, MOST_PHOTOGRAPH).await;
            (FileKind::Photograph, small.ok_or(Refusal::Damaged)?)
        }
        Head::More | Head::Damaged => return Err(Refusal::Damaged),
        Head::Foreign => return Err(Refusal::Foreign),
        Head::Other if wanted.only_pictures && FileKind::of_bytes(&first) == Some(FileKind::Pdf) => {
            return Err(Refusal::OnlyPictures);
        }
        Head::Other if FileKind::of_bytes(&first) == Some(FileKind::Pdf) => {
            if file.size() > f64::from(MOST_PDF) {
                return Err(Refusal::LargePdf(file.size()));
            }
            (FileKind::Pdf, photo::bytes_of(file).await.ok_or(Refusal::Unopened)?)
        }
        Head::Other if is_called(".pdf", "application/pdf") => return Err(Refusal::NoPdf),
        Head::Other if is_called(".jpg", "image/") => return Err(Refusal::NoPicture),
        Head::Other if wanted.only_pictures => return Err(Refusal::OnlyPictures),
        Head::Other => return Err(Refusal::Other),
    };
    let digest = digest(&bytes).await;
    book.keep_file(digest, &bytes).await.map_err(Refusal::Book)?;
    Ok(Taken { digest, kind, size: bytes.length(), told_place })
}

/// What the first bytes of a file say, and those bytes.
async fn look(file: &File) -> Result<(Head, Vec<u8>), Refusal> {
    let mut seen = (Head::More, Vec::new());
    for most in HEADS {
        let slice = file.slice_with_i32_and_i32(0, most).map_err(|_| Refusal::Unopened)?;
        let first = photo::bytes_of(&slice).await.ok_or(Refusal::Unopened)?.to_vec();
        seen = (picture::head(&first), first);
        if seen.0 != Head::More || file.size() <= f64::from(most) {
            break;
        }
    }
    Ok(seen)
}

/// The digest, by the browser where it has the means, which is faster and keeps the screen alive.
async fn digest(bytes: &Uint8Array) -> FileDigest {
    match crate::web::sha256(bytes).await {
        Some(digest) => FileDigest::from_bytes(digest),
        None => FileDigest::of(&bytes.to_vec()),
    }
}

/// Why a file was not taken, and what to do.
pub(super) fn words(app: &Words, wanted: &Wanted, refusal: Refusal) -> String {
    let said = match refusal {
        Refusal::TooManyPixels(width, height) => return too_many_pixels(app, width, height),
        Refusal::LargePdf(size) => return large_pdf(app, size),
        Refusal::Book(error) => return faults::book(app, error).to_string(),
        Refusal::TooMany(most) => return too_many(app.locale, most),
        Refusal::Empty => {
            ("Tệp rỗng, không có nội dung. Hãy chọn lại.", "The file is empty. Choose another.")
        }
        Refusal::Other => (
            "Chỉ nhận ảnh và PDF. Hãy chụp ảnh hoặc lưu tài liệu thành PDF rồi chọn lại.",
            "Only photographs and PDF are taken. Take a picture of it, or save it as PDF.",
        ),
        Refusal::NoPicture => (
            "Tệp này không phải là ảnh, dù tên như ảnh. Hãy chọn ảnh khác.",
            "This is no picture, although it is called one. Choose another.",
        ),
        Refusal::NoPdf => (
            "Tệp này không phải PDF, dù tên như PDF. Hãy lưu lại thành PDF rồi chọn lại.",
            "This is no PDF, although it is called one. Save it as PDF and choose it again.",
        ),
        Refusal::OnlyPictures => (
            "Chỉ nhận ảnh. Hãy chụp ảnh hoặc chọn một ảnh.",
            "Only pictures are taken. Take a photograph or choose a picture.",
        ),
        Refusal::Damaged => (
            "Ảnh bị hỏng hoặc chép chưa hết. Hãy chụp lại hoặc chép lại.",
            "The picture is damaged or was not copied to its end. Take or copy it again.",
        ),
        Refusal::Foreign => (
            "Trình duyệt không đọc được kiểu ảnh này (HEIC). Trong cài đặt máy ảnh hãy chọn JPEG, rồi chụp lại.",
            "The browser cannot read this kind of picture (HEIC). Choose JPEG in the camera's settings.",
        ),
        Refusal::Unopened => (
            "Không mở được tệp. Tệp có thể đã bị chuyển hoặc xoá. Hãy chọn lại.",
            "The file cannot be opened. It may have been moved or deleted. Choose it again.",
        ),
        Refusal::Already => wanted.already,
    };
    app.locale.of(said).to_owned()
}

fn too_many_pixels(app: &Words, width: u32, height: u32) -> String {
    let millions = (u64::from(width) * u64::from(height)).saturating_add(500_000) / 1_000_000;
    let grouped = |side| grouped(app.locale, side);
    let (all, across, down) = (millions.to_string(), grouped(width), grouped(height));
    let most = (MOST_PIXELS / 1_000_000).to_string();
    match app.locale {
        Locale::Vi => [
            "Ảnh quá lớn: ",
            &all,
            " triệu điểm ảnh (",
            &across,
            " × ",
            &down,
            "). Máy chỉ thu nhỏ được ảnh đến ",
            &most,
            " triệu. Hãy chụp lại ở cỡ nhỏ hơn.",
        ]
        .concat(),
        Locale::En => [
            "The picture is too large: ",
            &all,
            " megapixels (",
            &across,
            " × ",
            &down,
            "). Up to ",
            &most,
            " can be made small here. Take it again at a smaller size.",
        ]
        .concat(),
    }
}

fn large_pdf(app: &Words, size: f64) -> String {
    let size = format::size(app, size);
    match app.locale {
        Locale::Vi => [
            "PDF quá lớn: ",
            &size,
            ". Chỉ nhận PDF đến 10 MB. Hãy quét lại ở chất lượng thấp hơn hoặc tách thành nhiều tệp.",
        ]
        .concat(),
        Locale::En => [
            "The PDF is too large: ",
            &size,
            ". Up to 10 MB is taken. Scan it at a lower quality, or split it.",
        ]
        .concat(),
    }
}

fn too_many(locale: Locale, most: usize) -> String {
    let most = most.to_string();
    match locale {
        Locale::Vi => ["Đã có ", &most, " tệp, là mức nhiều nhất. Hãy bỏ bớt tệp rồi thêm."].concat(),
        Locale::En => ["There are ", &most, " files, which is the most. Remove one first."].concat(),
    }
}
