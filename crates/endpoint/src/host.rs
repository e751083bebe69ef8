//! Where requests come from. The same router answers all of them: a socket of its own, a socket that systemd holds and
//! hands over, or the runtime of AWS Lambda.

mod activity;
mod lambda;
mod socket;

use tokio::net::TcpListener;

pub(crate) use lambda::{is_here as is_lambda, serve as serve_lambda};
pub(crate) use socket::{Terms, serve};

/// The socket that systemd opened for this process, where it did so (`LISTEN_FDS`): requests that come while nobody runs
/// wait in it, and start the endpoint.
///
/// # Errors
/// Where what was handed over is no listening TCP socket.
pub(crate) fn handed_over() -> std::io::Result<Option<TcpListener>> {
    let Some(listener) = listenfd::ListenFd::from_env().take_tcp_listener(0)? else { return Ok(None) };
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener).map(Some)
}
