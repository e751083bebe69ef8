//! The token of a request.

use axum::http::{HeaderMap, header};

use crate::secret::{Token, TokenHash};
use crate::session::TokenError;

/// The hash of the token that a request shows.
pub(super) fn token(headers: &HeaderMap) -> Result<TokenHash, TokenError> {
    Ok(shown(headers)?.hash())
}

/// The token that a request shows.
pub(super) fn shown(headers: &HeaderMap) -> Result<Token, TokenError> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) = shown.and_then(|value| value.split_once(' ')).ok_or(TokenError::NotSignedIn)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(Token::presented(token.trim()))
    } else {
        Err(TokenError::NotSignedIn)
    }
}
