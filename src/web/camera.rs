//! The camera, and single pictures of it. What is seen stays in the page's memory.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array, Uint8ClampedArray};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{call, get};

/// How many pixels wide and high a picture is at most: fine enough for the codes that are shown, coarse enough to be read several
/// times a second.
const MOST_SIDE: f64 = 720.0;

/// Why there is no camera.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum CameraFault {
    /// The browser gives none at an address without TLS, or is too old.
    #[error("not at this address")]
    Address,
    /// The officer, or whoever manages the device, does not allow it.
    #[error("not allowed")]
    Denied,
    /// The device has none.
    #[error("there is none")]
    Absent,
    /// It does not start: another program has it, or it was taken away.
    #[error("it does not start")]
    Busy,
}

impl From<JsValue> for CameraFault {
    fn from(error: JsValue) -> Self {
        match get(&error, "name").and_then(|name| name.as_string()).as_deref() {
            Some("NotAllowedError" | "SecurityError") => Self::Denied,
            Some("NotFoundError" | "OverconstrainedError" | "DevicesNotFoundError") => Self::Absent,
            Some("TypeError") => Self::Address,
            _ => Self::Busy,
        }
    }
}

/// The middle of what the camera sees.
pub(crate) struct Picture {
    /// Rows of red, green, blue and alpha.
    pub(crate) pixels: Uint8Array,
    /// How many pixels a row has, and how many rows there are.
    pub(crate) side: u32,
}

/// A camera that is on. Dropping it puts it off.
pub(crate) struct Camera {
    stream: JsValue,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Drop for Camera {
    fn drop(&mut self) {
        let tracks =
            call(&self.stream, "getTracks", &[]).ok().and_then(|tracks| tracks.dyn_into::<Array>().ok());
        for track in tracks.iter().flat_map(Array::iter) {
            let _stopped = call(&track, "stop", &[]);
        }
    }
}

impl Camera {
    /// Puts the camera on, that on the back where there are two. The browser may ask whether it is allowed.
    ///
    /// # Errors
    /// Where there is none to be had.
    pub(crate) async fn open() -> Result<Self, CameraFault> {
        let devices = get(&window().navigator(), "mediaDevices").ok_or(CameraFault::Address)?;
        let asked: Promise = call(&devices, "getUserMedia", &[wanted()?])?.dyn_into()?;
        let stream = JsFuture::from(asked).await?;
        let canvas: HtmlCanvasElement =
            document().create_element("canvas")?.dyn_into().map_err(|_| CameraFault::Busy)?;
        let often = object(&[("willReadFrequently", true.into())])?;
        let context = canvas.get_context_with_context_options("2d", &often)?.ok_or(CameraFault::Busy)?;
        let context = context.dyn_into().map_err(|_| CameraFault::Busy)?;
        Ok(Self { stream, canvas, context })
    }

    /// Shows what it sees in a video element.
    pub(crate) fn show_in(&self, video: &JsValue) {
        let _set = Reflect::set(video, &"srcObject".into(), &self.stream);
    }

    /// Whether it still gives pictures: it can be pulled out, and another program may take it.
    pub(crate) fn is_on(&self) -> bool {
        get(&self.stream, "active").is_some_and(|active| active.is_truthy())
    }

    /// What the video element shows now, as a square around the middle; `None` as long as there is nothing.
    pub(crate) fn look(&self, video: &JsValue) -> Option<Picture> {
        let figure = |name| get(video, name)?.as_f64();
        let (width, height) = (figure("videoWidth")?, figure("videoHeight")?);
        let whole = width.min(height);
        if figure("readyState")? < 2.0 || whole < 1.0 {
            return None;
        }
        let side = whole.min(MOST_SIDE);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 1, at most 720"
        )]
        let pixels = side as u32;
        if self.canvas.width() != pixels || self.canvas.height() != pixels {
            self.canvas.set_width(pixels);
            self.canvas.set_height(pixels);
        }
        let (left, top) = ((width - whole) / 2.0, (height - whole) / 2.0);
        let cut = [left, top, whole, whole, 0.0, 0.0, side, side].map(JsValue::from);
        let drawn: Vec<_> = std::iter::once(video.clone()).chain(cut).collect();
        call(&self.context, "drawImage", &drawn).ok()?;
        let data = call(&self.context, "getImageData", &[0.0, 0.0, side, side].map(JsValue::from)).ok()?;
        let data: Uint8ClampedArray = get(&data, "data")?.dyn_into().ok()?;
        Some(Picture { pixels: Uint8Array::new(&data.buffer()), side: pixels })
    }
}

/// What is asked of the browser: these are wishes, so that a camera that is less is taken as well.
fn wanted() -> Result<JsValue, JsValue> {
    let wish = |value: JsValue| object(&[("ideal", value)]);
    let video = object(&[
        ("facingMode", wish("environment".into())?),
        ("width", wish(1280.into())?),
        ("height", wish(720.into())?),
    ])?;
    object(&[("audio", false.into()), ("video", video)])
}

fn object(pairs: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in pairs {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
