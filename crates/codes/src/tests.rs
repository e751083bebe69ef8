use qrcodegen::{QrCode, QrCodeEcc};
use thidua_bundle::{Assembly, Step, frames};

use super::*;

const SIDE: usize = 600;

/// How a camera holds and sees a screen.
#[derive(Clone, Copy)]
struct Camera {
    /// How wide the code is in the picture, in pixels, with its white border.
    width: f64,
    /// How far it is turned, in degrees.
    turned: f64,
    /// How bright dark and light are, from 0 to 255.
    dark: f64,
    light: f64,
    /// How much darker it is at the left edge.
    shade: f64,
    /// How far a pixel may be off.
    noise: f64,
}

const GOOD: Camera = Camera { width: 560.0, turned: 0.0, dark: 0.0, light: 255.0, shade: 0.0, noise: 0.0 };

fn code(text: &str) -> QrCode {
    QrCode::encode_text(text, QrCodeEcc::Low).unwrap()
}

/// The picture that it takes: each pixel the mean of what lies in its square, as in a lens that is nearly sharp.
fn picture(code: &QrCode, camera: Camera) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(1);
    let (sin, cos) = camera.turned.to_radians().sin_cos();
    let modules = f64::from(code.size() + 8);
    let at = |x: f64, y: f64| {
        let (x, y) = (x - SIDE as f64 / 2.0, y - SIDE as f64 / 2.0);
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let place = |of: f64| ((of / camera.width + 0.5) * modules).floor() as i32 - 4;
        if code.get_module(place(x), place(y)) { camera.dark } else { camera.light }
    };
    let mut pixels = Vec::new();
    for y in 0..SIDE {
        for x in 0..SIDE {
            let points = [(0.0, 0.0), (0.9, 0.0), (0.0, 0.9), (0.9, 0.9)];
            let seen = points.map(|(right, down)| at(x as f64 + right, y as f64 + down));
            let mean = seen.iter().sum::<f64>() / seen.len() as f64;
            let shade = camera.shade * (1.0 - x as f64 / SIDE as f64);
            let grey = mean - shade + (random.f64() * 2.0 - 1.0) * camera.noise;
            pixels.extend_from_slice(&[grey as u8, grey as u8, grey as u8, 255]);
        }
    }
    pixels
}

#[test]
fn a_frame_is_read_as_a_cheap_camera_sees_it() {
    let text = &frames(&[7; 290]).unwrap()[0];
    let code = code(text);
    assert_eq!(code.size(), 61, "version 11");
    for (seen, camera) in [
        ("well", GOOD),
        ("small", Camera { width: 330.0, ..GOOD }),
        ("turned", Camera { width: 440.0, turned: 20.0, ..GOOD }),
        ("upside down", Camera { width: 500.0, turned: 178.0, ..GOOD }),
        ("pale", Camera { dark: 90.0, light: 170.0, ..GOOD }),
        ("in a shadow", Camera { dark: 70.0, light: 230.0, shade: 60.0, ..GOOD }),
        ("noisy", Camera { dark: 40.0, light: 210.0, noise: 40.0, ..GOOD }),
    ] {
        // No hand is still: not every look has to do, but one of a second's.
        let looks = (0..6).map(f64::from).map(|look| Camera {
            width: camera.width - look * 4.0,
            turned: camera.turned + look * 0.8,
            ..camera
        });
        let read =
            looks.map(|camera| read(&picture(&code, camera), SIDE as u32)).find(|read| !read.is_empty());
        assert_eq!(read.as_deref(), Some([text.clone()].as_slice()), "{seen}");
    }
}

#[test]
fn a_row_is_read_within_a_few_rounds_by_a_hand_that_is_not_still() {
    let file: Vec<u8> = (0..1_450_u32).map(|at| (at * at * 31 % 251) as u8).collect();
    let row = frames(&file).unwrap();
    let mut hand = fastrand::Rng::with_seed(3);
    let mut assembly = Assembly::default();
    let (mut looks, mut whole) = (0, None);
    'rounds: for _ in 0..6 {
        for text in &row {
            looks += 1;
            let camera = Camera {
                width: 400.0 + hand.f64() * 60.0,
                turned: hand.f64() * 16.0 - 8.0,
                dark: 30.0,
                light: 220.0,
                shade: 20.0,
                noise: 15.0,
            };
            for text in read(&picture(&code(text), camera), SIDE as u32) {
                if let Step::Whole(file) = assembly.take(&text).expect("what is read is what was shown") {
                    whole = Some(file);
                    break 'rounds;
                }
            }
        }
    }
    assert!(whole == Some(file), "missing after {looks} looks: {:?}", assembly.missing());
}

#[test]
fn where_there_is_no_code_nothing_is_read_and_nothing_falls() {
    let mut random = fastrand::Rng::with_seed(2);
    let noise: Vec<u8> = (0..SIDE * SIDE * 4).map(|_| random.u8(..)).collect();
    let white = vec![255; SIDE * SIDE * 4];
    for (pixels, width) in [(noise.as_slice(), SIDE as u32), (&white, SIDE as u32), (&white, 7), (&noise, 3)]
    {
        assert_eq!(read(pixels, width), Vec::<String>::new());
    }
    for (length, width) in [(0, 0), (0, 10), (3, 1), (4, 0), (4, 1), (4, 2), (41, 10), (10, u32::MAX)] {
        assert_eq!(read(&noise[..length], width), Vec::<String>::new(), "{length} {width}");
    }
    // Half of a code is none.
    let code = code(&frames(&[7; 290]).unwrap()[0]);
    let half = picture(&code, GOOD);
    assert_eq!(read(&half[..half.len() / 2], SIDE as u32), Vec::<String>::new());
}
