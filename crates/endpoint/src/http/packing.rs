//! Compressing answers, whole and at once: an answer gets a length, so that the device can say how much is still to come, and a
//! cut shows as one even where a proxy hides the end of a chunked body.
//!
//! Brotli makes its tables as large as the window that it is told. So it is told one that holds the answer and not much more:
//! the bytes on the line are the same, and a page takes a few megabytes instead of forty.

use std::io::{self, Write as _};
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::BodyExt as _;

use super::Desk;
use super::error::Refusal;

/// Answers below this size gain nothing from compression that the header about it would not eat up.
const WORTH: usize = 200;
/// For everyday answers. Of 1.2 kB it makes 513 bytes in some 40 µs; quality 10 makes 568 in fifty times as long, because what it
/// weighs its choices by is learnt from the answer itself.
const EVERYDAY: i32 = 5;
/// For pages. Of 1,000 nominations the columns of a page make 140.5 kB at quality 6, 139.9 at 9 and 131 at 10: only from 10 on does
/// Brotli weigh its choices. On the line that is planned for, the 0.3 s of a core that a full page takes are won back.
const PAGES: i32 = 10;
/// From this size on an answer is a page: compressing takes so long that it would keep other requests waiting.
const LARGE: usize = 16 * 1024;
/// The bits of the smallest window. Below it, Brotli would also cut what it is given into smaller blocks.
const LEAST_WINDOW: u32 = 18;
/// The bits of the largest window that every reader takes.
const LARGEST_WINDOW: u32 = 22;

/// How an answer is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// What a client likes best of what there is; Brotli, where it likes both as much.
    fn preferred(headers: &HeaderMap) -> Option<Self> {
        let (brotli, gzip) = (liking(headers, &["br"]), liking(headers, &["gzip", "x-gzip"]));
        match (brotli > 0.0 && brotli >= gzip, gzip > 0.0) {
            (true, _) => Some(Self::Brotli),
            (false, true) => Some(Self::Gzip),
            (false, false) => None,
        }
    }

    const fn name(self) -> HeaderValue {
        match self {
            Self::Brotli => HeaderValue::from_static("br"),
            Self::Gzip => HeaderValue::from_static("gzip"),
        }
    }

    fn compress(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let is_page = plain.len() >= LARGE;
        match self {
            Self::Brotli => brotli_of(plain, if is_page { PAGES } else { EVERYDAY }),
            Self::Gzip => {
                let level = if is_page { Compression::best() } else { Compression::default() };
                let mut packer = GzEncoder::new(Vec::new(), level);
                packer.write_all(plain)?;
                packer.finish()
            }
        }
    }
}

/// How much a client likes a coding that has these names: from 0, not at all, to 1.
pub(super) fn liking(headers: &HeaderMap, names: &[&str]) -> f32 {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut liked = 0.0;
    for token in values.flat_map(|value| value.split(',')) {
        let mut parts = token.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        if names.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
            liked = weight.unwrap_or(0.0);
        }
    }
    liked
}

fn brotli_of(mut plain: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    // A window holds sixteen bytes less than its name says.
    let holds = usize::BITS - (plain.len() + 15).leading_zeros();
    let window = holds.clamp(LEAST_WINDOW, LARGEST_WINDOW);
    let lgwin = i32::try_from(window).unwrap_or(22);
    let parameters =
        BrotliEncoderParams { quality, lgwin, size_hint: plain.len(), ..BrotliEncoderParams::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut plain, &mut packed, &parameters)?;
    Ok(packed)
}

/// Compresses the answer to a request, where the client takes that and it saves anything.
pub(super) async fn pack(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let coding = Coding::preferred(request.headers());
    let answer = next.run(request).await;
    let size = answer.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
    let Some(size) = size.filter(|size| *size >= WORTH) else { return answer };
    if answer.headers().contains_key(header::CONTENT_ENCODING) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let Some(coding) = coding else { return Response::from_parts(parts, body) };
    let packed = async {
        let plain = body.collect().await?.to_bytes();
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(if size >= LARGE {
            pressed(&desk, coding, plain).await?
        } else {
            coding.compress(&plain)?
        })
    };
    match packed.await {
        Ok(packed) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.insert(header::CONTENT_ENCODING, coding.name());
            Response::from_parts(parts, Body::from(packed))
        }
        Err(error) => Refusal::internal(error.as_ref()).into_response(),
    }
}

/// Compresses away from the threads that serve requests.
async fn pressed(
    desk: &Desk,
    coding: Coding,
    plain: Bytes,
) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let turn = Arc::clone(&desk.0.press).acquire_owned().await?;
    let pressing = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        coding.compress(&plain)
    });
    Ok(pressing.await??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_gets_what_it_likes_best_and_nothing_that_it_does_not_take() {
        let cases = [
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip, deflate", Some(Coding::Gzip)),
            ("br;q=0.5, gzip;q=0.9", Some(Coding::Gzip)),
            ("BR ; q=1.0, gzip", Some(Coding::Brotli)),
            ("br;q=0, gzip;q=0", None),
            ("br;q=nonsense", None),
            ("zstd", None),
            ("", None),
        ];
        for (value, expected) in cases {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.parse().unwrap())]);
            assert_eq!(Coding::preferred(&headers), expected, "{value}");
        }
        assert_eq!(Coding::preferred(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_compressed_is_the_same_afterwards_and_no_larger_for_its_small_window() {
        let words =
            ["Đinh", "Văn", "Phạm", "Thị", "xã Long Mai", "chiến sĩ thi đua", "hoàn thành tốt", "2023"];
        let mut rng = fastrand::Rng::with_seed(5);
        for length in [300, 10_000, LARGE, 262_128, 262_129, 700_000] {
            let mut plain = Vec::new();
            while plain.len() < length {
                plain.extend_from_slice(words[rng.usize(..words.len())].as_bytes());
                plain.push(rng.u8(..));
            }
            plain.truncate(length);
            for coding in [Coding::Brotli, Coding::Gzip] {
                let packed = coding.compress(&plain).unwrap();
                let mut back = Vec::new();
                match coding {
                    Coding::Brotli => brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap(),
                    Coding::Gzip => {
                        let mut unpacker = flate2::read::GzDecoder::new(packed.as_slice());
                        io::Read::read_to_end(&mut unpacker, &mut back).map(drop).unwrap();
                    }
                }
                assert!(back == plain, "{coding:?} of {length}");
            }
            let small = brotli_of(&plain, PAGES).unwrap().len();
            let parameters = BrotliEncoderParams { quality: PAGES, lgwin: 22, ..Default::default() };
            let mut large = Vec::new();
            brotli::BrotliCompress(&mut plain.as_slice(), &mut large, &parameters).unwrap();
            assert!(small <= large.len() + 8, "{small} instead of {} of {length}", large.len());
        }
    }
}
