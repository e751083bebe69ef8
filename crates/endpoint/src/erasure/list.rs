//! The list of erasures as a file beside the database, for the day on which the database cannot be read any more: a copy that is put
//! back then is held to it.
//!
//! Invariant: what stands in the file stays there, and the file is never half of one. Each line is an erasure, as JSON; none names
//! a person.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thidua_domain::record::{PartitionId, RecordId};

use crate::store::{Erasure, Store, StoreError};

/// What the file is called where nobody has given it a name.
pub(crate) const FILE: &str = "erasures.jsonl";

/// Why the list was not read or not kept.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file cannot be worked with.
    #[error("cannot work with the list of erasures {file}")]
    File {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is no erasure.
    #[error(
        "line {line} of the list of erasures {file} cannot be read. Mend it: without it what was erased would be there again"
    )]
    Line {
        /// Which file.
        file: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The database refused.
    #[error("cannot read the list of erasures from the database")]
    Store(#[from] StoreError),
}

/// The list in its file.
#[derive(Clone, Debug)]
pub(crate) struct List(PathBuf);

/// An erasure as it is written.
#[derive(Serialize, Deserialize)]
struct Line {
    record: String,
    partition: u32,
    kind: u16,
    erased_ms: i64,
    reason: String,
    decided_by: String,
}

impl From<&Erasure> for Line {
    fn from(of: &Erasure) -> Self {
        Self {
            record: of.record.to_string(),
            partition: of.partition.0,
            kind: of.kind,
            erased_ms: of.erased_ms,
            reason: of.reason.clone(),
            decided_by: of.decided_by.clone(),
        }
    }
}

impl Line {
    fn read(text: &str) -> Option<Erasure> {
        let line: Self = serde_json::from_str(text).ok()?;
        Some(Erasure {
            record: line.record.parse().ok()?,
            partition: PartitionId(line.partition),
            kind: line.kind,
            erased_ms: line.erased_ms,
            reason: line.reason,
            decided_by: line.decided_by,
        })
    }
}

impl List {
    pub(crate) fn at(file: PathBuf) -> Self {
        Self(file)
    }

    /// The list in a directory, under its usual name.
    pub(crate) fn within(data: &Path) -> Self {
        Self(data.join(FILE))
    }

    /// What the file says; `None` where there is none.
    pub(crate) fn read(&self) -> Result<Option<Vec<Erasure>>, ListError> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.failed(source)),
        };
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line)| {
            Line::read(line).ok_or_else(|| ListError::Line { file: self.0.clone(), line: at + 1 })
        };
        lines.map(read).collect::<Result<_, _>>().map(Some)
    }

    /// Adds what the store has erased and the file does not say yet. Says how much that was.
    pub(crate) async fn bring_up(&self, store: &Store) -> Result<usize, ListError> {
        let mut all = self.read()?.unwrap_or_default();
        let known: BTreeSet<RecordId> = all.iter().map(|erasure| erasure.record).collect();
        let mut erased = store.read().await?.erasures().await?;
        erased.retain(|erasure| !known.contains(&erasure.record));
        let added = erased.len();
        if added > 0 {
            all.extend(erased);
            self.write(&all)?;
        }
        Ok(added)
    }

    /// Writes another file and puts it in the place of the one that is there, so that no power cut leaves half of it.
    fn write(&self, all: &[Erasure]) -> Result<(), ListError> {
        let mut lines = String::new();
        for line in all.iter().map(Line::from) {
            lines.push_str(&serde_json::to_string(&line).map_err(|error| self.failed(error.into()))?);
            lines.push('\n');
        }
        let mut name = self.0.clone().into_os_string();
        name.push(".partial");
        let partial = PathBuf::from(name);
        let written = || {
            // The reasons are nobody else's business.
            let mut file =
                File::options().create(true).truncate(true).write(true).mode(0o600).open(&partial)?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()?;
            fs::rename(&partial, &self.0)?;
            match self.0.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                Some(parent) => File::open(parent)?.sync_all(),
                None => Ok(()),
            }
        };
        written().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> ListError {
        ListError::File { file: self.0.clone(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erasure(number: u8) -> Erasure {
        Erasure {
            record: RecordId::from_bytes([number; 16]),
            partition: PartitionId(3),
            kind: 1,
            erased_ms: 1_700_000_000_000,
            reason: "Theo đề nghị, dòng 1\ndòng 2 (mẫu)".to_owned(),
            decided_by: "Chủ tịch (mẫu)".to_owned(),
        }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_half_a_line_is_told() {
        let file = format!("thidua-erasures-{}.jsonl", std::process::id());
        let list = List::at(std::env::temp_dir().join(file));
        fs::remove_file(&list.0).ok();
        assert_eq!(list.read().unwrap(), None);
        list.write(&[erasure(1), erasure(2)]).unwrap();
        assert_eq!(list.read().unwrap(), Some(vec![erasure(1), erasure(2)]));
        let text = fs::read_to_string(&list.0).unwrap();
        assert_eq!(text.lines().count(), 2);
        fs::write(&list.0, text.split_at(text.len() - 9).0).unwrap();
        assert!(matches!(list.read(), Err(ListError::Line { line: 2, .. })));
        fs::remove_file(&list.0).unwrap();
    }

    /// It may lie on another disk for years, and be mended by hand.
    #[test]
    fn whatever_has_become_of_a_list_it_is_read_as_it_stands_or_the_line_is_told() {
        let file = format!("thidua-erasures-spoiled-{}.jsonl", std::process::id());
        let list = List::at(std::env::temp_dir().join(file));
        let written = |of: &Erasure| serde_json::to_string(&Line::from(of)).unwrap();
        let whole: String = (1..=3).map(|number| written(&erasure(number)) + "\n").collect();
        let mut random = fastrand::Rng::with_seed(1);
        let mut ends = [0; 3];
        for _ in 0..600 {
            let mut bytes = whole.clone().into_bytes();
            for _ in 0..random.usize(1..4) {
                let from = random.usize(0..=bytes.len());
                let to = (from + random.usize(0..3)).min(bytes.len());
                let put: Vec<u8> =
                    (0..random.usize(0..3)).map(|_| random.choice(*b"\n {}[]\":,0a-\xff").unwrap()).collect();
                bytes.splice(from..to, put);
            }
            fs::write(&list.0, &bytes).unwrap();
            let end = match (list.read(), String::from_utf8(bytes)) {
                (Ok(Some(all)), Ok(text)) => {
                    let lines = text.lines().filter(|line| !line.trim().is_empty());
                    assert_eq!(lines.count(), all.len(), "no line is passed over");
                    assert!(all.iter().all(|of| Line::read(&written(of)).as_ref() == Some(of)));
                    0
                }
                (Err(ListError::Line { line, .. }), Ok(text)) => {
                    assert!((1..=text.lines().count()).contains(&line));
                    1
                }
                (Err(ListError::File { .. }), Err(_)) => 2,
                (read, text) => panic!("{read:?} of {text:?}"),
            };
            ends[end] += 1;
        }
        assert!(ends.iter().all(|count| *count > 0), "{ends:?}");
        fs::remove_file(&list.0).unwrap();
    }
}
