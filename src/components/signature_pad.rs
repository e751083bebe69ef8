//! Where a name is signed by pen, finger or mouse: the lines follow the hand, and can be taken back one by one. It knows
//! lines and nothing of who signs or what for.
//!
//! Lines are drawn as paths, so they are as sharp on paper as on any screen. Where a pen was seen, a hand that lies on the
//! glass draws nothing.

mod ink;

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use ink::{Piece, pieces};
use thidua_domain::signature::{Point, Signature, SignatureError, WIDTH};

use super::icon::Icon;
use super::live::{live_if, live_text, said};
use super::press::{Weight, button};
use crate::web;

/// The height of the pad, in the parts of which its width has [`WIDTH`]: two to five.
const HEIGHT: u16 = WIDTH / 5 * 2;

/// One line, from where the pen was put down to where it was lifted.
type Stroke = Vec<Point>;

/// What the pad says.
#[derive(Clone, Copy)]
pub(crate) struct PadWords {
    /// What the pad is, for who cannot see it.
    pub(crate) label: &'static str,
    /// What to do with it; beside it another way is told for who cannot draw.
    pub(crate) help: &'static str,
    /// Takes the last line back.
    pub(crate) undo: &'static str,
    /// Takes all lines back.
    pub(crate) clear: &'static str,
    /// Said while only the pen draws.
    pub(crate) pen: &'static str,
    /// Lets fingers draw again.
    pub(crate) finger: &'static str,
    /// How many lines there are.
    pub(crate) count: fn(usize) -> String,
}

/// The line that is being drawn.
#[derive(Clone, Debug, Default)]
struct Drawing {
    pointer: i32,
    is_touch: bool,
    line: Stroke,
    /// When the last point was told, by the event's clock.
    at_ms: f64,
    /// As many of its points are on the screen for good.
    firm: usize,
}

/// So many points are drawn anew for each picture of the screen; what is before them stays.
const TAIL: usize = 48;
/// A point nearer than this to the one before says nothing, in parts of the pad.
const NEAR: u16 = 6;

/// The pad. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(crate) struct SignaturePad {
    /// The lines that are drawn.
    lines: RwSignal<Vec<Stroke>>,
    /// Whether a pen was seen.
    pen: RwSignal<bool>,
    drawing: StoredValue<Option<Drawing>>,
    asked: StoredValue<bool>,
    /// When the last line ended, by the event's clock.
    lifted_ms: StoredValue<f64>,
    changed: Callback<()>,
    pad: NodeRef<leptos::svg::Svg>,
    firm: NodeRef<leptos::svg::G>,
    tail: NodeRef<leptos::svg::G>,
}

impl SignaturePad {
    /// A pad that begins with the lines of a text, or empty; `changed` hears of each line that comes or goes.
    pub(crate) fn new(text: &str, changed: Callback<()>) -> Self {
        let drawn = Signature::decode(text).map(|drawn| drawn.strokes().to_vec());
        Self {
            lines: RwSignal::new(drawn.unwrap_or_default()),
            pen: RwSignal::new(false),
            drawing: StoredValue::new(None),
            asked: StoredValue::new(false),
            lifted_ms: StoredValue::new(0.0),
            changed,
            pad: NodeRef::new(),
            firm: NodeRef::new(),
            tail: NodeRef::new(),
        }
    }

    /// What is drawn, thinned until it fits into a record.
    ///
    /// # Errors
    /// Where nothing is drawn, or so much that it does not fit.
    pub(crate) fn signature(self) -> Result<Signature, SignatureError> {
        self.lines.with_untracked(|lines| Signature::draw(HEIGHT, lines))
    }

    /// Begins anew, with these lines.
    fn set(self, lines: Vec<Stroke>) {
        self.drawing.set_value(None);
        self.wipe();
        self.lines.set(lines);
    }

    /// Takes the last line back.
    fn undo(self) {
        self.lines.update(|lines| _ = lines.pop());
        self.changed.run(());
    }

    /// Takes all lines back.
    fn clear(self) {
        self.set(Vec::new());
        self.changed.run(());
    }

    /// The pad with its buttons. `id` is that of the drawing in the page.
    pub(crate) fn draw(self, id: &'static str, words: PadWords) -> AnyView {
        let done = live_if(move || {
            let lines = self.lines.get();
            (!lines.is_empty()).then(|| paths(lines.iter().map(Vec::as_slice)))
        });
        let empty = move || self.lines.read().is_empty();
        let undo = plain(Icon::Return, words.undo, empty, move || self.undo());
        let clear = plain(Icon::Bin, words.clear, empty, move || self.clear());
        let pen = live_if(move || {
            self.pen.get().then(|| {
                view! {
                    <p class="said muted">{Icon::Pencil.draw()} <span>{words.pen}</span></p>
                    {button(Weight::Plain, None, words.finger, move |()| self.pen.set(false))}
                }
                .into_any()
            })
        });
        let count = live_text(move || (words.count)(self.lines.read().len()));
        let help = [id, "-help"].concat();
        let view_box = ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat();
        view! {
            <div class="signing">
                <p class="help" id=help.clone()>{words.help}</p>
                <svg
                    id=id
                    class="signature-pad"
                    viewBox=view_box
                    role="img"
                    aria-label=words.label
                    aria-describedby=help
                    node_ref=self.pad
                    on:pointerdown=move |event| self.down(&event)
                    on:pointermove=move |event| self.moved(&event)
                    on:pointerup=move |event| self.up(&event)
                    on:pointercancel=move |event| self.cancelled(&event)
                    on:contextmenu=move |event| event.prevent_default()
                >
                    <path class="base" d="M250 1270H3845"></path>
                    <g class="ink">{done}</g>
                    <g class="ink" node_ref=self.firm></g>
                    <g class="ink" node_ref=self.tail></g>
                </svg>
                <div class="buttons">{undo} {clear}</div>
                {pen}
                <p class="small" role="status">{count}</p>
            </div>
        }
        .into_any()
    }
}

/// A button that is there and does nothing while there is nothing to do.
fn plain(
    icon: Icon,
    word: &'static str,
    idle: impl Fn() -> bool + Copy + Send + Sync + 'static,
    press: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let disabled = said(idle);
    let act = move |_| {
        if !untrack(idle) {
            press();
        }
    };
    view! {
        <button type="button" class="button" aria-disabled=disabled on:click=act>
            {icon.draw()}
            {word}
        </button>
    }
    .into_any()
}

/// The events of the pointer.
impl SignaturePad {
    fn down(self, event: &PointerEvent) {
        let is_touch = event.pointer_type() == "touch";
        event.prevent_default();
        if event.pointer_type() == "pen" && !self.pen.get_untracked() {
            self.pen.set(true);
        }
        if (is_touch && self.pen.get_untracked()) || event.button() > 0 {
            return;
        }
        // A second finger draws nothing; but a pen takes the place of the hand that came before it.
        let is_taken = self
            .drawing
            .with_value(|drawing| drawing.as_ref().is_some_and(|drawing| !drawing.is_touch || is_touch));
        if is_taken {
            return;
        }
        if let Some(pad) = self.pad.get_untracked() {
            // Without it a line that leaves the pad ends there: nothing worse.
            let _held = pad.set_pointer_capture(event.pointer_id());
        }
        self.wipe();
        let (pointer, at_ms) = (event.pointer_id(), self.lifted_ms.get_value());
        let drawing = Drawing { pointer, is_touch, at_ms, ..Drawing::default() };
        self.drawing.set_value(Some(drawing));
        self.take(event);
    }

    fn is_drawn_by(self, event: &PointerEvent) -> bool {
        let pointer = event.pointer_id();
        self.drawing.with_value(|drawing| drawing.as_ref().is_some_and(|own| own.pointer == pointer))
    }

    fn moved(self, event: &PointerEvent) {
        if self.is_drawn_by(event) {
            event.prevent_default();
            self.take(event);
        }
    }

    fn up(self, event: &PointerEvent) {
        if !self.is_drawn_by(event) {
            return;
        }
        self.take(event);
        let line = self.drawing.try_update_value(Option::take).flatten();
        self.wipe();
        let Some(drawing) = line else { return };
        self.lifted_ms.set_value(drawing.at_ms);
        self.lines.update(|lines| lines.push(drawing.line));
        self.changed.run(());
    }

    /// The system took the pointer away. Of a finger it does so when it was a palm after all; a pen's line stays.
    fn cancelled(self, event: &PointerEvent) {
        if !self.is_drawn_by(event) {
            return;
        }
        let is_touch = self.drawing.with_value(|drawing| drawing.as_ref().is_some_and(|own| own.is_touch));
        if is_touch {
            self.drawing.set_value(None);
            self.wipe();
        } else {
            self.up(event);
        }
    }

    /// Takes where the pointer was since the last event: a screen asks sixty times a second, a pen tells oftener.
    fn take(self, event: &PointerEvent) {
        let Some(pad) = self.pad.get_untracked() else { return };
        let frame = pad.get_bounding_client_rect();
        if frame.width() < 1.0 || frame.height() < 1.0 {
            return;
        }
        let presses = event.pointer_type() == "pen";
        let between = web::call(event, "getCoalescedEvents", &[]).ok();
        let mut told: Vec<JsValue> =
            between.map(|all| js_sys::Array::from(&all).to_vec()).unwrap_or_default();
        if told.is_empty() {
            told.push(event.into());
        }
        self.drawing.update_value(|drawing| {
            let Some(drawing) = drawing else { return };
            for own in told {
                let at_ms = web::get(&own, "timeStamp").and_then(|at| at.as_f64()).unwrap_or(drawing.at_ms);
                let is_first = drawing.line.is_empty() && drawing.at_ms <= 0.0;
                let after_ms = if is_first { 0.0 } else { at_ms - drawing.at_ms };
                let Some(point) = point(&own, &frame, presses, after_ms) else { continue };
                let is_near =
                    |last: &Point| last.x.abs_diff(point.x) < NEAR && last.y.abs_diff(point.y) < NEAR;
                if !drawing.line.last().is_some_and(is_near) {
                    drawing.line.push(point);
                    drawing.at_ms = at_ms;
                }
            }
        });
        self.ask();
    }

    /// Draws with the next picture of the screen, once, however many events come before it.
    fn ask(self) {
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        request_animation_frame(move || {
            if self.asked.try_set_value(false).is_none() {
                self.follow();
            }
        });
    }

    fn follow(self) {
        let (Some(firm), Some(tail)) = (self.firm.get_untracked(), self.tail.get_untracked()) else { return };
        self.drawing.update_value(|drawing| {
            let Some(drawing) = drawing else { return };
            let count = drawing.line.len();
            if count.saturating_sub(drawing.firm) > TAIL {
                let until = count - TAIL / 2;
                if let Some(part) = drawing.line.get(drawing.firm..until) {
                    for piece in pieces(part) {
                        append(&firm, &piece);
                    }
                }
                // The next part begins where this one ends.
                drawing.firm = until.saturating_sub(1);
            }
            tail.set_text_content(None);
            for piece in pieces(drawing.line.get(drawing.firm..).unwrap_or_default()) {
                append(&tail, &piece);
            }
        });
    }

    /// Takes the line that is being drawn off the screen.
    fn wipe(self) {
        for part in [self.firm, self.tail] {
            if let Some(part) = part.get_untracked() {
                part.set_text_content(None);
            }
        }
    }
}

/// A point of an event, in parts of the pad. The browser's fractions of a pixel are worth having on a small screen.
fn point(event: &JsValue, frame: &web_sys::DomRect, presses: bool, after_ms: f64) -> Option<Point> {
    let figure = |name| web::get(event, name)?.as_f64();
    let x = (figure("clientX")? - frame.left()) / frame.width() * f64::from(WIDTH);
    let y = (figure("clientY")? - frame.top()) / frame.height() * f64::from(HEIGHT);
    let pressure = figure("pressure").filter(|_| presses);
    Some(Point {
        x: whole(x, WIDTH),
        y: whole(y, HEIGHT),
        pressure: pressure.and_then(|pressure| u8::try_from(whole(pressure * 255.0, 255)).ok()),
        after_ms: whole(after_ms, u16::MAX),
    })
}

/// The whole number from 0 to `most` that is nearest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and a u16")]
fn whole(figure: f64, most: u16) -> u16 {
    figure.round().clamp(0.0, f64::from(most)) as u16
}

fn append(group: &Element, piece: &Piece) {
    // A browser that can show the pad can make a path.
    let Some(path) = document().create_element_ns(Some("http://www.w3.org/2000/svg"), "path").ok() else {
        return;
    };
    let _set = path.set_attribute("d", &piece.way);
    let _set = path.set_attribute("stroke-width", piece.width);
    let _added = group.append_child(&path);
}

/// Lines as paths.
fn paths<'l>(lines: impl Iterator<Item = &'l [Point]>) -> AnyView {
    let drawn = lines.flat_map(pieces).map(|Piece { width, way }| {
        view! { <path d=way stroke-width=width></path> }
    });
    drawn.collect::<Vec<_>>().into_any()
}

/// A signature that was drawn before, as sharp on paper as on the screen.
pub(crate) fn shown(signature: &Signature, label: String) -> AnyView {
    let view_box = ["0 0 ", &WIDTH.to_string(), " ", &signature.height().to_string()].concat();
    view! {
        <svg class="signature ink" viewBox=view_box role="img" aria-label=label>
            {paths(signature.strokes().iter().map(Vec::as_slice))}
        </svg>
    }
    .into_any()
}
