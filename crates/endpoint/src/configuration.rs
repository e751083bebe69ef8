//! How the endpoint is told to run: flags, and what a host sets in the environment.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// The endpoint with which the devices of a committee sync.
#[derive(Clone, Debug, clap::Parser)]
#[command(version)]
pub struct Configuration {
    /// The address to listen on [default: 127.0.0.1:8080, or all addresses at $PORT where that is set]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// A port given by the host
    #[arg(long, env = "PORT", hide = true)]
    pub port: Option<u16>,

    /// The directory of the database
    #[arg(long, value_name = "DIR", env = "THIDUA_DATA", default_value = "data")]
    pub data: PathBuf,

    /// The built app to serve
    #[arg(long, value_name = "DIR", env = "THIDUA_APP")]
    pub app: Option<PathBuf>,

    /// The facts of a sample committee, with which an empty database begins
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,

    /// Tell each request in the log
    #[arg(long)]
    pub verbose: bool,
}

impl Configuration {
    /// The address to listen on. A port from the environment means a container, which is reached from outside.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| {
            self.port.map_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)), |port| {
                (Ipv4Addr::UNSPECIFIED, port).into()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[test]
    fn a_given_address_goes_before_the_hosts_port() {
        let address = |args: &[&str]| {
            let program = ["thidua-endpoint"];
            Configuration::parse_from(program.iter().chain(args)).address().to_string()
        };
        assert_eq!(address(&["--port", "9000"]), "0.0.0.0:9000");
        assert_eq!(address(&["--port", "9000", "--listen", "127.0.0.1:7000"]), "127.0.0.1:7000");
        assert!(Configuration::parse_from(["thidua-endpoint"]).address().port() != 0);
    }
}
