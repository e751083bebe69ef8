//! How the endpoint is told to run: flags, and what a host sets in the environment.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use thidua_passkey::Site;

/// The endpoint with which the devices of a committee sync.
#[derive(Clone, Debug, clap::Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What is to be done, if not to serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve.
    #[command(flatten)]
    pub serve: Configuration,
}

/// What the program does.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Answer devices until a signal comes (what is done without a command, too)
    Serve(Configuration),
    /// Copy the whole committee into another, empty database, and compare. Stop every endpoint first
    Move(Move),
    /// Copy the database file into another file; endpoints may go on meanwhile. Only for SQLite
    Backup(Backup),
    /// Put a copy back as the database of a directory, as the beginning of a new epoch. Only for SQLite
    Restore(Restore),
    /// Begin a new epoch, after the server's own tools have restored a database of PostgreSQL
    Renew(Renew),
    /// Make the snapshots from which new devices load, where any are due. For a host on which nothing runs between two requests;
    /// elsewhere the endpoint does so by itself
    Snapshots(Database),
    /// Look through the database: whether it is whole, and is what the devices were told
    Check(Database),
    /// Found a committee in an empty database, and print the enrolment slip of its first administrator
    Found(Found),
    /// Be a hub: serve the tablets of a conference without a line, and hand their work in when there is one
    Hub(Hub),
    /// Print a new enrolment slip for an account: where the only administrator has forgotten the password, for instance.
    /// Endpoints may go on meanwhile
    Slip(Slip),
}

/// A committee to be founded.
#[derive(Clone, Debug, clap::Args)]
pub struct Found {
    /// Where
    #[command(flatten)]
    pub database: Database,

    /// The committee's name, such as "UBND xã Long Môn"
    #[arg(long, value_name = "NAME")]
    pub name: String,

    /// Which level it decides for: commune, district or province
    #[arg(long, value_name = "LEVEL")]
    pub level: String,

    /// The year that is being worked on [default: the present one]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<u16>,

    /// The office of the standing office, which is the first unit and the administrator's own
    #[arg(long, value_name = "NAME", default_value = "Thường trực Hội đồng thi đua, khen thưởng")]
    pub office: String,

    /// The first administrator's name for signing in: 3 to 40 of a–z, 0–9, '.', '-', '_'
    #[arg(long, value_name = "LOGIN")]
    pub admin_login: String,

    /// The first administrator's name or post
    #[arg(long, value_name = "NAME")]
    pub admin_name: String,
}

/// For whom a slip is to be printed.
#[derive(Clone, Debug, clap::Args)]
pub struct Slip {
    /// Where
    #[command(flatten)]
    pub database: Database,

    /// The account's name for signing in
    #[arg(long, value_name = "LOGIN")]
    pub login: String,
}

/// Which database.
#[derive(Clone, Debug, clap::Args)]
pub struct Database {
    /// The directory of the database
    #[arg(long, value_name = "DIR", env = "THIDUA_DATA", default_value = "data")]
    pub data: PathBuf,

    /// The database, where it is not in the directory of --data
    #[arg(long, value_name = "URL", env = "THIDUA_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,
}

/// What to copy, and where to.
#[derive(Clone, Debug, clap::Args)]
pub struct Backup {
    /// The directory of the database
    #[arg(long, value_name = "DIR", env = "THIDUA_DATA", default_value = "data")]
    pub data: PathBuf,

    /// The file to write, which is not there yet
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// What to put back, and where.
#[derive(Clone, Debug, clap::Args)]
pub struct Restore {
    /// The directory of the database
    #[arg(long, value_name = "DIR", env = "THIDUA_DATA", default_value = "data")]
    pub data: PathBuf,

    /// The copy
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,

    /// Put the database that is there beside the restored one
    #[arg(long)]
    pub replace: bool,

    /// The list of what was erased, to which the copy is held [default: erasures.jsonl in the directory, where it is there]. What the
    /// database that is replaced says counts as well, as far as it can be read
    #[arg(long, value_name = "FILE", env = "THIDUA_ERASURES")]
    pub erasures: Option<PathBuf>,
}

/// A database that was restored by other means.
#[derive(Clone, Debug, clap::Args)]
pub struct Renew {
    /// Where
    #[command(flatten)]
    pub database: Database,

    /// The list of what was erased, to which the database is held [default: erasures.jsonl in the directory of --data, for a database
    /// that is there]
    #[arg(long, value_name = "FILE", env = "THIDUA_ERASURES")]
    pub erasures: Option<PathBuf>,
}

/// From where to where. Passwords may also come from PGPASSWORD or from a .pgpass file.
#[derive(Clone, Debug, clap::Args)]
pub struct Move {
    /// The database as it is: postgres://… or sqlite:FILE. Nothing is changed there
    #[arg(long, value_name = "URL")]
    pub from: DatabaseUrl,

    /// The empty database: postgres://… or sqlite:FILE
    #[arg(long, value_name = "URL")]
    pub to: DatabaseUrl,
}

/// The address of a database. It may hold a password, and is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

impl From<&str> for DatabaseUrl {
    fn from(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
}

/// How to serve.
#[derive(Clone, Debug, clap::Args)]
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

    /// The database: postgres://USER:PASSWORD@HOST/NAME, or sqlite:FILE [default: thidua.sqlite in the directory of
    /// --data]. Rather set it in the environment, where other users of the machine do not see it
    #[arg(long, value_name = "URL", env = "THIDUA_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,

    /// The built app to serve
    #[arg(long, value_name = "DIR", env = "THIDUA_APP")]
    pub app: Option<PathBuf>,

    /// The facts of a sample committee, with which an empty database begins
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,

    /// Where browsers find the app, as in `https://thidua.example`: passkeys are taken from there alone. Without it they are taken
    /// from whatever name a request came to over TLS, and from http://localhost
    #[arg(long, value_name = "ORIGIN", env = "THIDUA_ORIGIN", value_parser = site)]
    pub origin: Option<Site>,

    /// Where hubs of this committee may be found, as in `https://hub.example`, separated by commas: the app asks no others
    #[arg(long, value_name = "ORIGINS", env = "THIDUA_HUBS", value_delimiter = ',', value_parser = place)]
    pub hubs: Vec<String>,

    /// The file in which is written what was erased, for a restore after a day on which the database cannot be read: rather on another
    /// disk [default: erasures.jsonl in the directory of --data, for a database that is there; otherwise none]
    #[arg(long, value_name = "FILE", env = "THIDUA_ERASURES")]
    pub erasures: Option<PathBuf>,

    /// Requests come through a proxy that ends TLS and says from where (`X-Forwarded-For`, `X-Forwarded-Proto`)
    #[arg(long, env = "THIDUA_BEHIND_PROXY")]
    pub behind_proxy: bool,

    /// How many requests one account may send in a second in the long run, and ten times as many one address; 0 lifts it
    #[arg(long, value_name = "NUMBER", default_value_t = 20, env = "THIDUA_REQUESTS_PER_SECOND")]
    pub requests_per_second: u32,

    /// End after so many seconds without a request; systemd starts the endpoint again with the next one
    #[arg(long, value_name = "SECONDS", env = "THIDUA_EXIT_WHEN_IDLE")]
    pub exit_when_idle: Option<NonZeroU32>,

    /// Tell each request in the log
    #[arg(long)]
    pub verbose: bool,

    /// How often it is looked whether snapshots are due. Not a flag: nobody need know of it.
    #[arg(skip = SNAPSHOTS_EVERY)]
    pub snapshots_every: Duration,

    /// Whether requests that wait share a commit. Not a flag: off, it shows what sharing is worth.
    #[arg(skip = true)]
    pub together: bool,
}

/// Where the committee's endpoint is, and whom to believe that it is the one.
#[derive(Clone, Debug, clap::Args)]
pub struct Upstream {
    /// The committee's endpoint, as in `https://thidua.example`
    #[arg(long = "upstream", value_name = "URL", env = "THIDUA_UPSTREAM", value_parser = address)]
    pub url: String,

    /// A file with certificates (PEM) of an authority that vouches for the committee's endpoint, beside those that the system
    /// trusts
    #[arg(long = "upstream-ca", value_name = "FILE", env = "THIDUA_UPSTREAM_CA")]
    pub authority: Option<PathBuf>,

    /// Speak to an `http://` address that is not on this machine: something else protects the line, as WireGuard does. A password,
    /// a login and all records go over it
    #[arg(long = "upstream-in-clear", env = "THIDUA_UPSTREAM_IN_CLEAR")]
    pub in_clear: bool,
}

/// How to be a hub.
#[derive(Clone, Debug, clap::Args)]
pub struct Hub {
    /// Where the committee's endpoint is
    #[command(flatten)]
    pub upstream: Upstream,

    /// The account that sets the hub up, an administrator's or the standing office's: wanted the first time, with a line. The password
    /// is asked for
    #[arg(long, value_name = "LOGIN", env = "THIDUA_ACCOUNT")]
    pub account: Option<String>,

    /// A file with the password, where nobody is there to be asked
    #[arg(long, value_name = "FILE", env = "THIDUA_PASSWORD_FILE")]
    pub password_file: Option<PathBuf>,

    /// Where tablets find this hub, as in `https://hub.example`: shown as a code to be read by a camera
    #[arg(long, value_name = "URL", env = "THIDUA_HUB_ADDRESS", value_parser = place)]
    pub address: Option<String>,

    /// The address to listen on [default: 127.0.0.1:8090]
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8090")]
    pub listen: SocketAddr,

    /// The directory of the hub's database. It holds all that the account reads
    #[arg(long, value_name = "DIR", env = "THIDUA_HUB_DATA", default_value = "hub")]
    pub data: PathBuf,

    /// Where browsers find the app, where that is another place than the committee's endpoint; separated by commas
    #[arg(long, value_name = "ORIGINS", env = "THIDUA_ORIGIN", value_delimiter = ',', value_parser = place)]
    pub origin: Vec<String>,

    /// Requests come through a proxy that ends TLS and says from where (`X-Forwarded-For`, `X-Forwarded-Proto`)
    #[arg(long, env = "THIDUA_BEHIND_PROXY")]
    pub behind_proxy: bool,

    /// How many requests one address may send in a second in the long run, ten times over; 0 lifts it
    #[arg(long, value_name = "NUMBER", default_value_t = 20, env = "THIDUA_REQUESTS_PER_SECOND")]
    pub requests_per_second: u32,

    /// Tell each request in the log
    #[arg(long)]
    pub verbose: bool,

    /// How often a line is looked for, and work handed in
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub line_every: Duration,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=3_600).contains(seconds));
    seconds.map(Duration::from_secs).ok_or_else(|| "1 to 3600 seconds".to_owned())
}

/// An origin, whatever can be read of what is said to it.
fn address(origin: &str) -> Result<String, String> {
    let origin = origin.trim().trim_end_matches('/');
    let wanted = "an address is https:// and a name, with a port where it is not 443";
    crate::hub::is_address(origin).then(|| origin.to_owned()).ok_or_else(|| wanted.to_owned())
}

/// An origin that a browser may be sent to: over TLS, or on this machine.
fn place(origin: &str) -> Result<String, String> {
    let origin = origin.trim().trim_end_matches('/');
    let is_told = crate::hub::is_origin(origin);
    let wanted = "https:// and a name, with a port where it is not 443, or http://127.0.0.1 with a port";
    is_told.then(|| origin.to_owned()).ok_or_else(|| format!("an address is {wanted}"))
}

/// Long enough to cost nothing, short enough that a committee that has just entered a year gets them the same day.
pub const SNAPSHOTS_EVERY: Duration = Duration::from_secs(60);

fn site(origin: &str) -> Result<Site, String> {
    let wanted =
        "https:// and a name, with a port where it is not 443 and nothing after it; or http://localhost";
    Site::of_origin(origin).ok_or_else(|| format!("an origin is {wanted}"))
}

impl Configuration {
    /// How long nobody may ask for anything before the endpoint ends by itself.
    #[must_use]
    pub fn idle(&self) -> Option<Duration> {
        self.exit_when_idle.map(|seconds| Duration::from_secs(u64::from(seconds.get())))
    }

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
    use std::path::Path;

    use clap::Parser as _;

    use super::*;

    #[test]
    fn a_given_address_goes_before_the_hosts_port() {
        let address = |args: &[&str]| {
            let program = ["thidua-endpoint"];
            Arguments::parse_from(program.iter().chain(args)).serve.address().to_string()
        };
        assert_eq!(address(&["--port", "9000"]), "0.0.0.0:9000");
        assert_eq!(address(&["--port", "9000", "--listen", "127.0.0.1:7000"]), "127.0.0.1:7000");
        assert!(Arguments::parse_from(["thidua-endpoint"]).serve.address().port() != 0);
    }

    #[test]
    fn serving_needs_no_command_and_takes_the_same_flags_with_one() {
        let bare = Arguments::parse_from(["thidua-endpoint", "--data", "there"]);
        assert!(bare.command.is_none() && bare.serve.data == Path::new("there") && bare.serve.together);
        let Some(Command::Serve(named)) =
            Arguments::parse_from(["thidua-endpoint", "serve", "--data", "there"]).command
        else {
            panic!("another command");
        };
        assert_eq!(named.data, bare.serve.data);
    }

    #[test]
    fn an_origin_that_no_browser_would_write_is_refused_at_the_start() {
        let told = |origin| Arguments::try_parse_from(["thidua-endpoint", "--origin", origin]);
        let origin = told("https://thidua.example:8443").unwrap().serve.origin.unwrap();
        assert_eq!((origin.origin(), origin.id()), ("https://thidua.example:8443", "thidua.example"));
        for wrong in
            ["thidua.example", "http://thidua.example", "https://thidua.example/", "https://10.0.0.1"]
        {
            assert!(told(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_address_of_the_database_is_shown_nowhere() {
        let secret = ["thidua-endpoint", "--database-url", "postgres://u:secret@h/d"];
        let arguments = Arguments::parse_from(secret);
        assert_eq!(arguments.serve.database_url, Some("postgres://u:secret@h/d".into()));
        assert!(!format!("{arguments:?}").contains("secret"));
    }
}
