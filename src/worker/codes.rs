//! Codes that a camera sees, read away from the screen.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::link::{Gone, Link};
use crate::web::camera::Picture;

/// A worker that reads codes.
pub(crate) struct Reader(Link);

impl Reader {
    /// Starts one.
    ///
    /// # Errors
    /// Where the browser starts none.
    pub(crate) fn start() -> Result<Self, Gone> {
        Link::start().map(Self)
    }

    /// The texts of all codes in a picture, whose pixels are handed over.
    ///
    /// # Errors
    /// Where the worker did not start or broke over the picture.
    pub(crate) async fn read(&mut self, picture: &Picture) -> Result<Vec<String>, Gone> {
        let (pixels, width) = (&picture.pixels, picture.side);
        self.0.send(&[JsValue::UNDEFINED, pixels.into(), width.into()], &Array::of1(&pixels.buffer()))?;
        minicbor::decode(&self.0.answer().await?).map_err(|_| Gone)
    }
}
