//! The bridge to the worker, which reads lists, and codes in pictures, away from the screen. For parts of the app that come
//! when they are opened (`features::parts`): nothing that the first screen needs may call it.
//!
//! The page only hands bytes over and turns what comes back into rows, a few hundred at a time with a task of the
//! browser in between, so that it answers every tap. A worker belongs to one import, or to one look through the camera, and ends with it.

pub(crate) mod codes;
mod link;

use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::window;
use thidua_documents::fault::Bad;
use thidua_documents::message::{Answer, Good, Order, Preview, Request, Skipped};
use thidua_documents::refusal::{MOST_BYTES, Refusal};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use link::{Gone, Link};

/// Why an import cannot go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// The file cannot be read, for a reason of its own.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The browser does not give the file: it was moved, deleted, or is on a medium that is gone.
    #[error("the file cannot be opened")]
    Unopened,
    /// The worker did not start (its code is not on the device and there is no line) or broke.
    #[error("the worker is gone")]
    Worker,
}

/// What was read of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Outcome {
    /// The rows that may become nominations, each checked.
    pub(crate) good: Vec<Good>,
    /// What is wrong with the others.
    pub(crate) bad: Vec<Bad>,
    /// What was no row of the list.
    pub(crate) skipped: Skipped,
}

/// An import: a worker with one file open in it. Dropping it ends the worker, whatever that is doing.
pub(crate) struct Importer(Link);

impl Importer {
    /// Opens a file that the officer chose or dropped.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) async fn open_file(file: &web_sys::File) -> Result<(Self, Preview), ImportError> {
        if file.size() > MOST_BYTES as f64 {
            return Err(ImportError::Refused(Refusal::TooLarge));
        }
        let content = JsFuture::from(file.array_buffer()).await.map_err(|_| ImportError::Unopened)?;
        let mut importer = Self::start()?;
        importer.send(&Request::OpenFile, Some(&Uint8Array::new(&content)))?;
        let preview = importer.preview().await?;
        Ok((importer, preview))
    }

    /// Opens pasted text.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) async fn open_text(text: String) -> Result<(Self, Preview), ImportError> {
        if text.len() > MOST_BYTES {
            return Err(ImportError::Refused(Refusal::TooLarge));
        }
        let mut importer = Self::start()?;
        importer.send(&Request::OpenText(text), None)?;
        let preview = importer.preview().await?;
        Ok((importer, preview))
    }

    /// Looks at another sheet, or takes another row (from 0) for the headings.
    ///
    /// # Errors
    /// Why it cannot be read; the file stays open.
    pub(crate) async fn look(&mut self, sheet: u16, heading: Option<u32>) -> Result<Preview, ImportError> {
        self.send(&Request::Look(sheet, heading), None)?;
        self.preview().await
    }

    /// Reads all rows. May be asked again with another order. `on_progress` is told the rows that are read and all rows,
    /// and says whether to go on; what was read until then is the outcome.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) async fn read(
        &mut self,
        order: Order,
        mut on_progress: impl FnMut(u32, u32) -> bool,
    ) -> Result<Outcome, ImportError> {
        self.send(&Request::Read(order), None)?;
        let mut outcome = Outcome::default();
        loop {
            match self.answer().await? {
                Answer::Rows(good, bad) => {
                    outcome.good.extend(good);
                    outcome.bad.extend(bad);
                    // Several answers may be waiting: the browser gets its turn after each.
                    breathe().await;
                }
                Answer::Progress(done, all) => {
                    if !on_progress(done, all) {
                        self.cancel();
                        return Ok(outcome);
                    }
                }
                Answer::Done(skipped) => {
                    outcome.skipped = skipped;
                    return Ok(outcome);
                }
                Answer::Refused(refusal) => return Err(ImportError::Refused(refusal)),
                Answer::Preview(_) => {}
            }
        }
    }

    /// Stops what is being read; the file stays open.
    fn cancel(&self) {
        // A worker that is gone reads nothing either.
        let _gone = self.send(&Request::Cancel, None);
    }

    fn start() -> Result<Self, ImportError> {
        Ok(Self(Link::start()?))
    }

    /// Sends a request, and a file's bytes with it, which are handed over and not copied.
    fn send(&self, request: &Request, file: Option<&Uint8Array>) -> Result<(), ImportError> {
        let bytes = minicbor::to_vec(request).map_err(|_| ImportError::Worker)?;
        let bytes = Uint8Array::from(bytes.as_slice());
        let transferred = Array::of1(&bytes.buffer());
        let mut message = vec![bytes.into()];
        if let Some(file) = file {
            message.push(file.into());
            transferred.push(&file.buffer());
        }
        Ok(self.0.send(&message, &transferred)?)
    }

    async fn preview(&mut self) -> Result<Preview, ImportError> {
        loop {
            match self.answer().await? {
                Answer::Preview(preview) => return Ok(preview),
                Answer::Refused(refusal) => return Err(ImportError::Refused(refusal)),
                Answer::Progress(..) | Answer::Rows(..) | Answer::Done(_) => {}
            }
        }
    }

    async fn answer(&mut self) -> Result<Answer, ImportError> {
        minicbor::decode(&self.0.answer().await?).map_err(|_| ImportError::Worker)
    }
}

impl From<Gone> for ImportError {
    fn from(_: Gone) -> Self {
        Self::Worker
    }
}

/// Lets the browser draw and answer before going on.
pub(crate) async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        // Where there are no timers there is nothing to wait for.
        if window().set_timeout_with_callback(&resolve).is_err() {
            let _called = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _elapsed = JsFuture::from(promise).await;
}
