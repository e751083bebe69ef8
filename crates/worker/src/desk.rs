//! The one file that is open and the one list that is being read.

use thidua_documents::file::File;
use thidua_documents::message::{Answer, CHUNK, Order, Request};
use thidua_documents::reading::Reading;
use thidua_documents::refusal::Refusal;

/// How many rows are read in one turn: a few milliseconds.
const TURN: usize = 250;

/// What lies on the desk.
#[derive(Default)]
pub(crate) struct Desk {
    file: Option<File>,
    reading: Option<(u32, Reading)>,
}

impl Desk {
    /// Takes a request. Whether there is something left to do.
    pub(crate) fn receive(
        &mut self,
        number: u32,
        request: &[u8],
        file: Option<Vec<u8>>,
        post: fn(u32, &Answer),
    ) -> bool {
        // Whatever is asked next, what was being read is of no use any more.
        self.reading = None;
        let refused = |refusal| Answer::Refused(refusal);
        let answer = match minicbor::decode(request) {
            Ok(Request::OpenFile) => self.open(File::open(file.unwrap_or_default())),
            Ok(Request::OpenText(text)) => self.open(File::paste(&text)),
            Ok(Request::Look(sheet, heading)) => match self.file.as_mut() {
                Some(file) => file.look(sheet, heading).map_or_else(refused, Answer::Preview),
                None => refused(Refusal::Empty),
            },
            Ok(Request::Read(order)) => match self.begin(number, order) {
                Ok(()) => return true,
                Err(refusal) => refused(refusal),
            },
            Ok(Request::Cancel) => return false,
            // The app is of the same build: this cannot come but from a mistake, of which the app hears.
            Err(_) => refused(Refusal::NotAList),
        };
        post(number, &answer);
        false
    }

    /// Reads some rows and tells them. Whether some are left.
    pub(crate) fn step(&mut self, post: fn(u32, &Answer)) -> bool {
        let Some((number, reading)) = self.reading.as_mut() else { return false };
        let progress = reading.step(TURN.min(CHUNK));
        let (good, bad) = (reading.take_good(), reading.take_bad());
        if !(good.is_empty() && bad.is_empty()) {
            post(*number, &Answer::Rows(good, bad));
        }
        post(*number, &Answer::Progress(progress.done, progress.all));
        if !progress.is_complete() {
            return true;
        }
        post(*number, &Answer::Done(reading.skipped()));
        self.reading = None;
        false
    }

    fn open(&mut self, file: Result<File, Refusal>) -> Answer {
        self.file = None;
        let seen = file.and_then(|mut file| {
            let preview = file.preview()?;
            Ok((file, preview))
        });
        match seen {
            Ok((file, preview)) => {
                self.file = Some(file);
                Answer::Preview(preview)
            }
            Err(refusal) => Answer::Refused(refusal),
        }
    }

    fn begin(&mut self, number: u32, order: Order) -> Result<(), Refusal> {
        let table = self.file.as_mut().ok_or(Refusal::Empty)?.table(order.sheet)?;
        self.reading = Some((number, Reading::new(table, order)));
        Ok(())
    }
}
