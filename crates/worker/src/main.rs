//! Work that would keep the app's screen from answering, in a Web Worker: reading lists, and codes in pictures.
//!
//! Hands bytes to `thidua-documents` or `thidua-codes` and answers to the app; it decides nothing. `worker.js` drives it: a request, then
//! turn after turn while there is something left to do. A panic is thrown to that script, which tells the app.

mod desk;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Reflect, Uint8Array};
use minicbor::Encode;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use desk::Desk;

fn main() {
    let desk = Rc::new(RefCell::new(Desk::default()));
    let reading = Rc::clone(&desk);
    let receive =
        move |number: u32, request: Option<Uint8Array>, bytes: Option<Uint8Array>, width: Option<u32>| {
            let bytes = bytes.map(|bytes| bytes.to_vec());
            if let Some(width) = width {
                post(number, &thidua_codes::read(&bytes.unwrap_or_default(), width));
                return false;
            }
            let request = request.map(|request| request.to_vec()).unwrap_or_default();
            desk.borrow_mut().receive(number, &request, bytes, post)
        };
    let step = move || reading.borrow_mut().step(post);
    let receive =
        Closure::<dyn FnMut(u32, Option<Uint8Array>, Option<Uint8Array>, Option<u32>) -> bool>::new(receive)
            .into_js_value();
    let step = Closure::<dyn FnMut() -> bool>::new(step).into_js_value();
    let serve = global("serve");
    if let Some(serve) = serve {
        // It throws nothing: whatever breaks inside is told to the app by the script.
        let _ignored = serve.call2(&JsValue::UNDEFINED, &receive, &step);
    }
}

/// Sends an answer; its bytes are handed over, not copied.
fn post<T: Encode<()>>(number: u32, answer: &T) {
    // Writing to memory does not fail.
    let Ok(bytes) = minicbor::to_vec(answer) else { return };
    let bytes = Uint8Array::from(bytes.as_slice());
    let transferred = Array::of1(&bytes.buffer());
    let message = Array::of2(&number.into(), &bytes);
    if let Some(send) = global("postMessage") {
        let _ignored = send.call2(&js_sys::global(), &message, &transferred);
    }
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}
