//! Logs, on standard error. What may never stand in them: passwords, tokens, cursors, keys, and the bodies of requests.

use std::error::Error;
use std::fmt;

use tracing_subscriber::EnvFilter;

/// Begins to log. `verbose` also tells each request.
pub fn begin(verbose: bool) {
    let level = if verbose { "info,thidua_endpoint=debug" } else { "info" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call is a test that starts a second endpoint in its process.
    logs.try_init().ok();
}

/// An error with what caused it, on one line.
#[derive(Debug)]
pub struct Chain<'e>(pub &'e dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
