//! A script, read whole before its first step is done. What it says is in `language.txt`, which is the program's help.

use thidua_domain::record::RecordKind;

use crate::clock::{self, Clock};
use crate::fault::{At, ScriptError};
use crate::names;
use crate::word::{Pair, Text, Word, words};

/// A script: its steps one after another; loops are jumps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Where its first word stands.
    pub at: At,
    /// What is to be done.
    pub what: What,
}

/// What a step does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// Signs in where the login does not hold.
    SignIn,
    /// Gives the login back.
    SignOut,
    /// What an officer does with a record.
    Command(Command),
    /// What the device must refuse, and the code of the reason.
    Refused(Text, Command),
    /// Gives a name to a record that is there.
    Find(RecordKind, Text, Vec<Pair>),
    /// Exchanges with the endpoint.
    Sync {
        /// One request only.
        once: bool,
        /// A line that fails is no error.
        tries: bool,
    },
    /// Writes what was not carried out into a file.
    Export(Text),
    /// Hands a file in, and writes the receipt into another.
    Carry(Text, Text),
    /// Takes a receipt.
    Receipt(Text),
    /// Waits so many milliseconds.
    Wait(u64),
    /// Whether there is a line from now on.
    Line(bool),
    /// Sets the device's clock.
    Clock(Clock),
    /// What must be; for so many milliseconds it may still become so.
    Expect(Expected, Option<u64>),
    /// The officer has dealt with what came back.
    Dismiss(Text),
    /// Tells the device's state.
    Print(Shown),
    /// The process dies.
    Kill,
    /// Begins a loop of so many rounds, whose end is the step of this place.
    Repeat(u64, usize),
    /// Ends the loop that begins at this place.
    End(usize),
}

/// What an officer does with one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Makes it.
    Create(RecordKind, Text, Option<Text>, Vec<Pair>),
    /// Writes fields.
    Edit(Text, Vec<Pair>),
    /// Deletes it.
    Delete(Text),
    /// Brings it back.
    Restore(Text),
    /// Settles a conflict.
    Settle(Text, Pair),
    /// Takes a step with legal force.
    Take(Text, Text, Option<Text>, Vec<Pair>),
}

/// What must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// So many of something.
    Count(Counted, Text),
    /// What a record is and says.
    Record(Text, Vec<(Is, At)>, Vec<Pair>),
    /// The reason for which the last operation on a record came back.
    Reason(Text, Text),
    /// A value beside the one that is shown.
    Offered(Text, Pair),
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// Records that are not deleted, of one kind or of all.
    Records(Option<RecordKind>),
    /// Operations that the endpoint has not dealt with.
    Unsent,
    /// Operations that came back.
    Refused,
    /// Records with two values side by side.
    Conflicts,
    /// Steps that wait to be confirmed.
    Waiting,
}

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Is {
    /// It is there and not deleted.
    Live,
    /// It is deleted.
    Deleted,
    /// The device does not hold it.
    Absent,
    /// An edit brought it back, and nobody has settled that.
    Returned,
    /// Nothing of it is only here.
    Sent,
    /// Something of it is only here.
    Unsent,
    /// Two values stand side by side.
    Disputed,
    /// No two values do.
    Settled,
}

/// What is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// A few lines on everything.
    All,
    /// Every record.
    Records,
    /// The outbox.
    Outbox,
    /// What came back.
    Refused,
    /// One record.
    Record(Text),
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub fn read(text: &str) -> Result<Self, ScriptError> {
        let mut steps: Vec<Step> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            let mut line = Line::of(words(line, number)?, number);
            let Some(first) = line.take() else { continue };
            let at = first.at();
            let what = line.what(&first, &mut open, steps.len())?;
            line.end()?;
            if let What::End(start) = what {
                let here = steps.len();
                if let Some(Step { what: What::Repeat(_, end), .. }) = steps.get_mut(start) {
                    *end = here;
                }
            }
            steps.push(Step { at, what });
        }
        match open.last().and_then(|start| steps.get(*start)) {
            Some(step) => Err(ScriptError::new(step.at, "this repeat has no end")),
            None => Ok(Self { steps }),
        }
    }
}

/// The words of a line that are still to be read.
struct Line {
    words: std::vec::IntoIter<Word>,
    last: At,
}

impl Line {
    fn of(words: Vec<Word>, line: usize) -> Self {
        Self { words: words.into_iter(), last: At { line, column: 1 } }
    }

    fn take(&mut self) -> Option<Word> {
        let word = self.words.next()?;
        self.last = word.at();
        Some(word)
    }

    fn peek(&self) -> Option<&Word> {
        self.words.as_slice().first()
    }

    /// Takes the next word where it is this one.
    fn has(&mut self, word: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Word::Plain(next)) if !next.quoted && next.text == word);
        if is_it {
            self.take();
        }
        is_it
    }

    fn end(&mut self) -> Result<(), ScriptError> {
        match self.take() {
            Some(word) => Err(ScriptError::new(word.at(), "nothing more is expected on this line")),
            None => Ok(()),
        }
    }

    fn word(&mut self, what: &str) -> Result<Text, ScriptError> {
        match self.take() {
            Some(Word::Plain(text)) => Ok(text),
            Some(Word::Pair(pair)) => {
                Err(ScriptError::new(pair.field.at, format!("{what} is expected here")))
            }
            None => Err(ScriptError::new(self.last, format!("{what} is missing after this word"))),
        }
    }

    fn pair(&mut self) -> Result<Pair, ScriptError> {
        match self.take() {
            Some(Word::Pair(pair)) => Ok(pair),
            Some(Word::Plain(text)) => Err(ScriptError::new(text.at, "FIELD=VALUE is expected here")),
            None => Err(ScriptError::new(self.last, "FIELD=VALUE is missing after this word")),
        }
    }

    fn pairs(&mut self) -> Result<Vec<Pair>, ScriptError> {
        let mut pairs = Vec::new();
        while self.peek().is_some() {
            pairs.push(self.pair()?);
        }
        Ok(pairs)
    }

    fn kind(&mut self) -> Result<RecordKind, ScriptError> {
        let word = self.word("a kind of record")?;
        names::kind(&word.text).ok_or_else(|| {
            ScriptError::new(
                word.at,
                format!("no kind of record is called {:?}: there are {}", word.text, names::kinds()),
            )
        })
    }

    fn duration(&mut self) -> Result<u64, ScriptError> {
        let word = self.word("a duration")?;
        clock::duration(&word.text)
            .ok_or_else(|| ScriptError::new(word.at, "a duration is written 500ms, 2s, 3m, 4h or 5d"))
    }

    fn what(&mut self, first: &Word, open: &mut Vec<usize>, here: usize) -> Result<What, ScriptError> {
        let Word::Plain(first) = first else {
            return Err(ScriptError::new(first.at(), "a line begins with what is to be done"));
        };
        Ok(match first.text.as_str() {
            "sign-in" => What::SignIn,
            "sign-out" => What::SignOut,
            "find" => {
                let (kind, name) = (self.kind()?, self.word("a name")?);
                let first = self.pair()?;
                What::Find(kind, name, std::iter::once(first).chain(self.pairs()?).collect())
            }
            "refused" => {
                let code = self.word("the code of a reason")?;
                if code.text.parse::<u16>().is_err() {
                    return Err(ScriptError::new(
                        code.at,
                        "the code of a reason is a number: see docs/protocol.md",
                    ));
                }
                let step = self.word("a step on a record")?;
                What::Refused(code, self.command(&step)?)
            }
            "sync" => What::Sync { once: self.has("once"), tries: false },
            "try" => {
                let sync = self.word("sync")?;
                if sync.text != "sync" {
                    return Err(ScriptError::new(sync.at, "only sync can be tried"));
                }
                What::Sync { once: self.has("once"), tries: true }
            }
            "export" => What::Export(self.word("a file")?),
            "carry" => What::Carry(self.word("a file")?, self.word("a file for the receipt")?),
            "receipt" => What::Receipt(self.word("a file")?),
            "wait" => What::Wait(self.duration()?),
            "offline" => What::Line(false),
            "online" => What::Line(true),
            "clock" => {
                let word = self.word("a time")?;
                let clock = Clock::read(&word.text).ok_or_else(|| {
                    ScriptError::new(
                        word.at,
                        "a time is written 2024-03-01, 2024-03-01T08:30, +3d, -2h or real",
                    )
                })?;
                What::Clock(clock)
            }
            "expect" => self.expect()?,
            "dismiss" => What::Dismiss(self.word("a name")?),
            "print" => What::Print(match self.take() {
                None => Shown::All,
                Some(Word::Plain(word)) => match word.text.as_str() {
                    "records" => Shown::Records,
                    "outbox" => Shown::Outbox,
                    "refused" => Shown::Refused,
                    _ => Shown::Record(word),
                },
                Some(word) => return Err(ScriptError::new(word.at(), "a name is expected here")),
            }),
            "kill" => What::Kill,
            "repeat" => {
                let count = self.word("a number of rounds")?;
                let rounds = count.text.parse();
                open.push(here);
                What::Repeat(
                    rounds.map_err(|_| ScriptError::new(count.at, "this is no number of rounds"))?,
                    here,
                )
            }
            "end" => {
                What::End(open.pop().ok_or_else(|| ScriptError::new(first.at, "there is no repeat to end"))?)
            }
            _ => What::Command(self.command(first)?),
        })
    }

    fn command(&mut self, first: &Text) -> Result<Command, ScriptError> {
        Ok(match first.text.as_str() {
            "create" => {
                let (kind, name) = (self.kind()?, self.word("a name")?);
                let place = if self.has("in") { Some(self.word("a place")?) } else { None };
                Command::Create(kind, name, place, self.pairs()?)
            }
            "edit" => {
                let (name, first) = (self.word("a name")?, self.pair()?);
                Command::Edit(name, std::iter::once(first).chain(self.pairs()?).collect())
            }
            "delete" => Command::Delete(self.word("a name")?),
            "restore" => Command::Restore(self.word("a name")?),
            "settle" => Command::Settle(self.word("a name")?, self.pair()?),
            "step" => {
                let (name, step) = (self.word("a name")?, self.word("a step")?);
                let day = if self.has("on") { Some(self.word("a day")?) } else { None };
                Command::Take(name, step, day, self.pairs()?)
            }
            other => {
                return Err(ScriptError::new(
                    first.at,
                    format!("nothing is called {other:?} here: see --help"),
                ));
            }
        })
    }

    fn expect(&mut self) -> Result<What, ScriptError> {
        let first = self.word("what must be")?;
        // A word of the language is one in its place only: a record may be called as it is.
        let is_count = |line: &Self| matches!(line.peek(), Some(Word::Plain(next)) if names::count(&next.text).is_some() || next.text.contains('{'));
        let counted = match first.text.as_str() {
            "records" => Some(Counted::Records(None)),
            "unsent" => Some(Counted::Unsent),
            "refused" => Some(Counted::Refused),
            "conflicts" => Some(Counted::Conflicts),
            "waiting" => Some(Counted::Waiting),
            _ => None,
        };
        let expected = match counted.filter(|_| is_count(self)) {
            Some(counted) => {
                let count = self.word("a number")?;
                let is_kind = matches!(self.peek(), Some(Word::Plain(next)) if next.text != "within");
                let counted = match counted {
                    Counted::Records(None) if is_kind => Counted::Records(Some(self.kind()?)),
                    counted => counted,
                };
                Expected::Count(counted, count)
            }
            None if first.text == "refused" => {
                Expected::Reason(self.word("a name or a number")?, self.word("the code of a reason")?)
            }
            None if first.text == "offered" => Expected::Offered(self.word("a name")?, self.pair()?),
            None => self.expect_record(first)?,
        };
        let within = if self.has("within") { Some(self.duration()?) } else { None };
        Ok(What::Expect(expected, within))
    }

    fn expect_record(&mut self, name: Text) -> Result<Expected, ScriptError> {
        let (mut is, mut says) = (Vec::new(), Vec::new());
        loop {
            match self.peek() {
                Some(Word::Plain(word)) if word.text == "within" => break,
                Some(Word::Pair(_)) => says.push(self.pair()?),
                Some(Word::Plain(_)) => {
                    let word = self.word("what the record is")?;
                    let one = names::is(&word.text).ok_or_else(|| {
                        ScriptError::new(word.at, format!("no record is {:?}: {}", word.text, names::ALL_IS))
                    })?;
                    is.push((one, word.at));
                }
                None => break,
            }
        }
        if is.is_empty() && says.is_empty() {
            return Err(ScriptError::new(name.at, "nothing is expected of this record"));
        }
        Ok(Expected::Record(name, is, says))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(script: &str) -> String {
        Script::read(script).unwrap_err().to_string()
    }

    #[test]
    fn the_example_of_the_help_is_a_script() {
        let language = include_str!("language.txt");
        let (_, example) = language.split_once("EXAMPLE\n").unwrap();
        let script = Script::read(example).unwrap();
        assert_eq!(script.steps.len(), 12);
        assert_eq!(script.steps[1].what, What::Repeat(20, 3));
        assert_eq!(script.steps[3].what, What::End(1));
    }

    #[test]
    fn loops_find_their_ends() {
        let script = Script::read("repeat 2\nrepeat 3\nsync\nend\nend\nsync once").unwrap();
        let what: Vec<_> = script.steps.into_iter().map(|step| step.what).collect();
        let sync = |once| What::Sync { once, tries: false };
        assert_eq!(
            what,
            [What::Repeat(2, 4), What::Repeat(3, 3), sync(false), What::End(1), What::End(0), sync(true)]
        );
    }

    #[test]
    fn a_record_may_be_called_like_a_word() {
        let script =
            Script::read("expect unsent unsent\nexpect unsent 3\nexpect records 2+ pledge within 3s")
                .unwrap();
        assert!(
            matches!(&script.steps[0].what, What::Expect(Expected::Record(name, ..), None) if name.text == "unsent")
        );
        assert!(matches!(&script.steps[1].what, What::Expect(Expected::Count(Counted::Unsent, _), None)));
        let of_pledges = Counted::Records(Some(RecordKind::Pledge));
        assert!(
            matches!(&script.steps[2].what, What::Expect(Expected::Count(counted, _), Some(3_000)) if *counted == of_pledges)
        );
    }

    #[test]
    fn each_mistake_is_told_at_its_place() {
        for (script, place, part) in [
            ("sync\n  synk", "2:3", "\"synk\""),
            ("create nomintion an", "1:8", "nomination pledge"),
            ("create nomination", "1:8", "a name is missing"),
            ("edit an", "1:6", "FIELD=VALUE"),
            ("edit an name=a b", "1:16", "FIELD=VALUE"),
            ("\n\nrepeat x\nend", "3:8", "no number of rounds"),
            ("repeat 3\nsync", "1:1", "has no end"),
            ("end", "1:1", "no repeat"),
            ("wait 3", "1:6", "500ms"),
            ("clock soon", "1:7", "2024-03-01"),
            ("expect an", "1:8", "nothing is expected"),
            ("expect an lively", "1:11", "live"),
            ("sync twice", "1:6", "nothing more"),
            ("name=x", "1:1", "begins with"),
            ("refused x edit an name=a", "1:9", "number"),
            ("try hard", "1:5", "only sync"),
            ("# fine\nedit an name=\"x", "2:14", "never closes"),
        ] {
            let error = error(script);
            assert!(error.starts_with(&format!("{place}: ")) && error.contains(part), "{script:?}: {error}");
        }
    }
}
