//! Where a database is, as an address says it.

use std::path::Path;

use super::Transaction;
use crate::store::{StoreError, postgres, sqlite};

/// Where a database is.
pub(crate) enum Place {
    Sqlite(sqlite::Place),
    Postgres(postgres::Place),
}

impl Place {
    /// What an address says. It may hold a password: no error repeats it.
    pub(crate) fn of_address(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return postgres::Place::of_address(address).map(Self::Postgres);
        }
        match address.strip_prefix("sqlite:") {
            Some(":memory:") => Ok(Self::Sqlite(sqlite::Place::Memory)),
            Some(file) => match file.strip_prefix("//").unwrap_or(file) {
                "" => Err(StoreError::Address),
                file => Ok(Self::of_file(Path::new(file))),
            },
            None => Err(StoreError::Address),
        }
    }

    /// What is there, in one state of it, without making or changing anything: also the tables of another version.
    pub(crate) async fn look(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(place) => Transaction::Sqlite(place.look().await?),
            Self::Postgres(place) => Transaction::Postgres(place.look().await?),
        })
    }

    /// The file, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(sqlite::Place::File(file)) => Some(file),
            Self::Sqlite(sqlite::Place::Memory) | Self::Postgres(_) => None,
        }
    }

    /// A file of SQLite.
    pub(crate) fn of_file(file: &Path) -> Self {
        Self::Sqlite(sqlite::Place::File(file.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_database_or_is_refused_without_being_repeated() {
        let file = |address| match Place::of_address(address) {
            Ok(Place::Sqlite(sqlite::Place::File(file))) => file.display().to_string(),
            _ => panic!("no file"),
        };
        assert_eq!(file("sqlite:data/a.sqlite"), "data/a.sqlite");
        assert_eq!(file("sqlite:///srv/a.sqlite"), "/srv/a.sqlite");
        assert!(matches!(Place::of_address("sqlite::memory:"), Ok(Place::Sqlite(sqlite::Place::Memory))));
        assert!(matches!(Place::of_address("postgres://u:secret@h/d"), Ok(Place::Postgres(_))));
        for wrong in ["", "sqlite:", "mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "secret"] {
            let Err(error) = Place::of_address(wrong) else { panic!("{wrong} is an address") };
            assert!(!crate::telemetry::Chain(&error).to_string().contains("secret"), "{wrong}");
        }
    }
}
