//! Serving the requests that AWS Lambda brings: of a function URL or an HTTP API (payload format 2.0). Nothing is kept between
//! two of them outside the store, which has to be a PostgreSQL: the disk of a function is its own and goes with it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body as Content;
use axum::extract::ConnectInfo;
use http_body_util::{BodyExt as _, Full};
use lambda_http::request::RequestContext;
use lambda_http::{Error, Request, RequestExt as _};
use tower::{ServiceExt as _, service_fn};

/// Whether this process was started by the runtime of AWS Lambda.
pub(crate) fn is_here() -> bool {
    std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_some()
}

/// Serves until the runtime ends the process.
///
/// # Errors
/// Where the runtime does not answer as it should.
pub(crate) async fn serve(router: Router) -> Result<(), Error> {
    let service = service_fn(move |request: Request| {
        let router = router.clone();
        async move { router.oneshot(known(request)).await }
    });
    lambda_http::run(service).await
}

/// The request as the router knows requests, with the address of whoever sent it.
fn known(request: Request) -> axum::extract::Request {
    let peer = SocketAddr::new(source(&request), 0);
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(ConnectInfo(peer));
    let content = Full::new(body.to_vec().into()).map_err(|never: std::convert::Infallible| match never {});
    axum::extract::Request::from_parts(parts, Content::new(content))
}

/// Lambda's own word, which no client can forge; where it is missing all clients count as one.
fn source(request: &Request) -> IpAddr {
    let context = request.request_context_ref();
    let told = match context {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref(),
        _ => None,
    };
    told.and_then(|text| text.parse().ok()).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
