//! Serving over a listening socket: HTTP/1.1 and HTTP/2, with bounds on how many talk at once and how long they may take to
//! say what they want.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use super::activity::Activity;

/// How long a client may take to send the head of a request. On the line that is planned for, a head takes a second.
const HEAD: Duration = Duration::from_secs(20);
/// How often a silent HTTP/2 connection is asked whether it is still there.
const PING: Duration = Duration::from_secs(60);
/// How many connections are open at once. Others wait in the socket's own queue.
const MOST_CONNECTIONS: usize = 1024;
/// How many requests one HTTP/2 connection may have under way.
const MOST_STREAMS: u32 = 64;
/// After a failure to accept, such as too many open files: others must end first.
const BREATH: Duration = Duration::from_millis(200);

/// How a socket is served.
pub(crate) struct Terms {
    /// How long nobody may ask for anything before serving ends by itself.
    pub(crate) idle: Option<Duration>,
    /// How long requests that are under way may take to end. Browsers keep connections open that nobody uses.
    pub(crate) farewell: Duration,
}

/// Serves until `end` says so, or nobody has asked for anything for long enough.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    terms: Terms,
    end: impl Future<Output = ()>,
) {
    let mut server = Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    server.http2().timer(TokioTimer::new()).keep_alive_interval(PING).max_concurrent_streams(MOST_STREAMS);
    let (activity, open) = (Activity::new(), GracefulShutdown::new());
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut end = pin!(end);
    let mut rest = pin!(activity.rest(terms.idle));
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut end => break,
            () = &mut rest => {
                tracing::info!("nobody has asked for anything for long: ending");
                break;
            }
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!("a connection could not be taken: {error}");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        // Answers are small and whole: waiting to fill a packet would only cost a round trip.
        stream.set_nodelay(true).ok();
        let (router, activity) = (router.clone(), activity.clone());
        let service = service_fn(move |request| answer(router.clone(), activity.clone(), peer, request));
        let connection = open.watch(server.serve_connection(TokioIo::new(stream), service).into_owned());
        tokio::spawn(async move {
            // A client that goes away or talks something else is its own affair.
            connection.await.ok();
            drop(place);
        });
    }
    drop(listener);
    // Whoever is still talking after that is cut. What was answered is on the disk.
    tokio::time::timeout(terms.farewell, open.shutdown()).await.ok();
}

async fn answer(
    router: Router,
    activity: Activity,
    peer: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<axum::response::Response, Infallible> {
    let _busy = activity.begin();
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request.map(Body::new)).await
}
