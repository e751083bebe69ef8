//! A worker that was started, and its answers as they come.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// The worker's script. Its name stays; what it says is checked by the service worker like every file of a build.
const SCRIPT: &str = "/worker.js";

/// The worker did not start (its code is not on the device and there is no line) or broke.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the worker is gone")]
pub(crate) struct Gone;

/// An answer as it came: the number of its request and its bytes; `None` when the worker is gone.
type Parcel = Option<(u32, Vec<u8>)>;

/// A worker of one's own. Dropping it ends the worker, whatever that is doing.
pub(super) struct Link {
    worker: Worker,
    inbox: UnboundedReceiver<Parcel>,
    number: Cell<u32>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut()>,
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Link {
    /// Starts a worker.
    ///
    /// # Errors
    /// Where the browser starts none.
    pub(super) fn start() -> Result<Self, Gone> {
        let worker = Worker::new(SCRIPT).map_err(|_| Gone)?;
        let (sender, inbox) = unbounded_channel();
        let sender = Rc::new(sender);
        let of_errors = Rc::clone(&sender);
        let message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| put(&sender, parcel(&event)));
        let error = Closure::<dyn FnMut()>::new(move || put(&of_errors, None));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, inbox, number: Cell::new(0), _message: message, _error: error })
    }

    /// Sends a request: what follows its number, and what of that is handed over and not copied.
    ///
    /// # Errors
    /// Where the browser does not send it.
    pub(super) fn send(&self, request: &[JsValue], transferred: &Array) -> Result<(), Gone> {
        let number = self.number.get().wrapping_add(1);
        self.number.set(number);
        let message = Array::of1(&number.into());
        for part in request {
            message.push(part);
        }
        self.worker.post_message_with_transfer(&message, transferred).map_err(|_| Gone)
    }

    /// The next answer to the last request; those to earlier ones come too late.
    ///
    /// # Errors
    /// Where the worker broke.
    pub(super) async fn answer(&mut self) -> Result<Vec<u8>, Gone> {
        loop {
            let (number, bytes) = self.inbox.recv().await.flatten().ok_or(Gone)?;
            if number == self.number.get() {
                return Ok(bytes);
            }
        }
    }
}

fn put(sender: &UnboundedSender<Parcel>, parcel: Parcel) {
    // Nobody waits any more: the link is being dropped.
    let _dropped = sender.send(parcel);
}

/// `[number, bytes]`, or anything else from a worker that broke.
fn parcel(event: &MessageEvent) -> Parcel {
    let data: Array = event.data().dyn_into().ok()?;
    let bytes: Uint8Array = data.get(1).dyn_into().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it came from a u32")]
    let number = data.get(0).as_f64()? as u32;
    Some((number, bytes.to_vec()))
}
