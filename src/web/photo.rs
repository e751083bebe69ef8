//! Pictures by the browser's own means: made small, made anew without what a camera writes beside the pixels, and shown.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use leptos::prelude::document;
use thidua_domain::evidence::picture::scaled;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// The qualities that are tried, the best first.
const QUALITIES: [f64; 5] = [0.85, 0.75, 0.65, 0.55, 0.45];
/// A picture that is too large at the least quality is made smaller by this much.
const SMALLER: (u32, u32) = (4, 5);
/// Below this long side a picture shows nothing any more.
const LEAST_SIDE: u32 = 200;

/// The address of bytes in this page's memory, for as long as it lives.
pub(crate) struct Shown(String);

impl Shown {
    /// Of bytes of a media type; `None` where the browser refuses.
    pub(crate) fn of(bytes: &Uint8Array, media_type: &str) -> Option<Self> {
        let kind = BlobPropertyBag::new();
        kind.set_type(media_type);
        let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &kind).ok()?;
        Self::of_blob(&blob)
    }

    fn of_blob(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    /// What an image or a link points to.
    pub(crate) fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _revoked = Url::revoke_object_url(&self.0);
    }
}

/// The picture as a JPEG whose long side is at most `side` pixels and which has at most `most` bytes. Its pixels are
/// written anew, turned the way it was held: nothing that stood beside them (place, time, camera) is in it. `None` where
/// the browser cannot read it.
pub(crate) async fn made_small(picture: &Blob, side: u32, most: u32) -> Option<Uint8Array> {
    let shown = Shown::of_blob(picture)?;
    let image = load(shown.address()).await?;
    // Turned already: a browser tells the size of what it would show.
    let (width, height) = (image.natural_width(), image.natural_height());
    if width == 0 || height == 0 {
        return None;
    }
    let mut side = side.min(width.max(height));
    while side >= LEAST_SIDE.min(width.max(height)) {
        let canvas = draw(&image, scaled(width, height, side))?;
        for quality in QUALITIES {
            let bytes = encode(&canvas, quality).await?;
            if bytes.length() <= most {
                return Some(bytes);
            }
        }
        side = side * SMALLER.0 / SMALLER.1;
    }
    // A picture of 200 pixels has a few thousand bytes: this is not met with.
    None
}

/// Waits until the browser has the picture.
async fn load(address: &str) -> Option<HtmlImageElement> {
    let image = HtmlImageElement::new().ok()?;
    let loading = Promise::new(&mut |resolve, reject| {
        image.set_onload(Some(&resolve));
        image.set_onerror(Some(&reject));
    });
    image.set_src(address);
    let loaded = JsFuture::from(loading).await;
    image.set_onload(None);
    image.set_onerror(None);
    loaded.ok().map(|_| image)
}

fn draw(image: &HtmlImageElement, (width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // What is transparent is paper, not black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    // Without it, fine lines of a photographed paper break; a browser that does not know it draws as it can.
    let _set = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    context
        .draw_image_with_html_image_element_and_dw_and_dh(
            image,
            0.0,
            0.0,
            f64::from(width),
            f64::from(height),
        )
        .ok()?;
    Some(canvas)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Uint8Array> {
    let encoding = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _told = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        let asked =
            canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality.into());
        if asked.is_err() {
            let _told = reject.call0(&JsValue::UNDEFINED);
        }
    });
    let blob: Blob = JsFuture::from(encoding).await.ok()?.dyn_into().ok()?;
    bytes_of(&blob).await
}

/// The bytes of a file; `None` where it cannot be read any more.
pub(crate) async fn bytes_of(blob: &Blob) -> Option<Uint8Array> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
