//! The commands that look after a database. What they have to say goes to standard output.

use std::fmt;
use std::io::Write as _;

use crate::backup::{self, BackupError};
use crate::clock;
use crate::configuration::Command;
use crate::founding::{self, FoundingError, Opened};
use crate::hub;
use crate::inspection::Findings;
use crate::snapshots::{self, SnapshotError};
use crate::startup::{self, StartError};
use crate::store::{self, MoveError, Place, Store, StoreError};

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum MaintenanceError {
    /// An address is none.
    #[error(transparent)]
    Address(#[from] StoreError),
    /// The committee cannot be moved.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// Copying, restoring or looking failed.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Serving failed.
    #[error(transparent)]
    Serve(#[from] StartError),
    /// The hub does not run.
    #[error(transparent)]
    Hub(#[from] hub::HubStartError),
    /// No committee was founded, or no slip made.
    #[error(transparent)]
    Founding(#[from] FoundingError),
    /// A snapshot was not made.
    #[error(transparent)]
    Snapshots(#[from] SnapshotError),
    /// Something is wrong with the database; what, was told.
    #[error("the database is not whole")]
    NotWhole,
}

/// Carries a command out to its end.
///
/// # Errors
/// Why it could not, or what it found.
pub async fn carry_out(command: &Command) -> Result<(), MaintenanceError> {
    match command {
        Command::Serve(configuration) => startup::run(configuration).await?,
        Command::Hub(configuration) => hub::run(configuration).await?,
        Command::Move(way) => {
            let (from, to) = (Place::of_address(&way.from.0)?, Place::of_address(&way.to.0)?);
            // Endpoints on a server cannot be noticed; docs/operations.md asks to stop them too.
            let _alone: Vec<_> = [&from, &to]
                .into_iter()
                .filter_map(Place::file)
                .map(backup::alone_beside)
                .collect::<Result<_, _>>()?;
            store::move_all(&from, &to, |line: String| tell(&line)).await?;
        }
        Command::Backup(what) => {
            let copied = backup::backup(&what.data, &what.to).await?;
            tell(&copied.findings);
            tell(&format_args!("{}: {} bytes, SHA-256 {}", what.to.display(), copied.bytes, copied.sha256));
        }
        Command::Restore(what) => {
            let erasures = what.erasures.as_deref();
            let restored =
                backup::restore(&what.from, &what.data, what.replace, erasures, clock::now_ms()).await?;
            tell(&restored.findings);
            if let Some(before) = restored.before {
                tell(&format_args!("the database that was there is now {}", before.display()));
            }
            tell(&"a new epoch has begun: devices offer again what this copy does not know");
        }
        Command::Renew(what) => {
            tell(&backup::renew(&what.database, what.erasures.as_deref()).await?);
            tell(&"a new epoch has begun: devices offer again what this database does not know");
        }
        Command::Snapshots(database) => {
            let place = backup::place(database)?;
            let _lock = match database.database_url {
                Some(_) => None,
                None => Some(backup::work_in(&database.data)?),
            };
            let store = Store::open(&place, true).await?;
            let made = snapshots::bring_up(&store, clock::now_ms()).await;
            store.close().await;
            tell(&format_args!("snapshots made: {}", made?));
        }
        Command::Check(database) => {
            let findings: Findings = backup::check(database).await?;
            tell(&findings);
            if !findings.faults.is_empty() {
                return Err(MaintenanceError::NotWhole);
            }
        }
        Command::Found(new) => {
            let opened = founding::found(new).await?;
            tell(&format_args!("{} was founded", new.name.trim()));
            tell_slip(&opened);
        }
        Command::Slip(of) => tell_slip(&founding::slip(&of.database, &of.login).await?),
    }
    Ok(())
}

/// The slip, as it is handed on. Its code is told only here.
fn tell_slip(opened: &Opened) {
    tell(&format_args!("enrolment slip for {} ({}):", opened.login, opened.name));
    tell(&format_args!("  {}", opened.code));
    tell(&"in the app, choose a password with it; it opens the account once, within 72 hours");
}

/// A closed output is nobody's loss.
fn tell(line: &dyn fmt::Display) {
    writeln!(std::io::stdout(), "{line}").ok();
}
