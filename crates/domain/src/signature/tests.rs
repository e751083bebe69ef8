use proptest::prelude::*;

use super::thin::thin;
use super::*;

fn at(x: u16, y: u16) -> Point {
    Point { x, y, pressure: None, after_ms: 8 }
}

/// A hand that writes loops for `points` samples.
fn loops(points: usize) -> Vec<Point> {
    let triangle = |at: usize, period: usize, height: usize| {
        let within = at % period;
        let folded = if within < period / 2 { within } else { period - within };
        u16::try_from(folded * height * 2 / period).unwrap()
    };
    (0..points).map(|n| at(300 + triangle(n * 3, 4_000, 3_000), 200 + triangle(n * 37, 400, 1_500))).collect()
}

#[test]
fn a_drawing_of_any_length_is_small_and_looks_the_same() {
    for points in [1, 2, 50, 600, 2_000] {
        let drawn = Signature::draw(2_000, &[loops(points)]).unwrap();
        let text = drawn.encode();
        assert!(text.len() <= MOST_CHARACTERS, "{points} points: {}", text.len());
        assert_eq!(Signature::decode(&text), Ok(drawn.clone()));
        let strokes = drawn.strokes();
        let (first, last) = (strokes[0].first().unwrap(), strokes[0].last().unwrap());
        let raw = loops(points);
        assert_eq!((first.x, first.y), (raw[0].x, raw[0].y));
        assert_eq!((last.x, last.y), (raw[points - 1].x, raw[points - 1].y));
    }
}

#[test]
fn a_scribble_that_no_thinning_makes_fit_is_told() {
    assert_eq!(Signature::draw(2_000, &[loops(50_000)]), Err(SignatureError::TooMuch));
}

#[test]
fn a_dot_is_no_signature() {
    let cases: Vec<(Vec<Vec<Point>>, bool)> = vec![
        (vec![vec![at(500, 500)]], false),
        (vec![vec![at(500, 500), at(501, 502)]], false),
        // Two dots far apart.
        (vec![vec![at(100, 500)], vec![at(3_000, 500)]], false),
        (vec![vec![at(100, 500), at(100, 500)], vec![at(3_000, 500)]], false),
        (vec![vec![at(100, 500), at(400, 520)]], true),
        (vec![vec![at(100, 500), at(100, 700)]], true),
        (vec![vec![at(100, 500), at(150, 500)], vec![at(800, 500)]], true),
    ];
    for (strokes, expected) in cases {
        let drawn = Signature::draw(2_000, &strokes).unwrap();
        assert_eq!(drawn.is_a_mark(), expected, "{strokes:?}");
    }
}

#[test]
fn what_cannot_be_a_signature_is_told() {
    use SignatureError::{Empty, Malformed, OutsideThePad, TooMuch};
    assert_eq!(Signature::draw(2_000, &[]), Err(Empty));
    assert_eq!(Signature::draw(2_000, &[vec![]]), Err(Empty));
    assert_eq!(Signature::draw(2_000, &[vec![at(4_096, 5)]]), Err(OutsideThePad));
    assert_eq!(Signature::draw(2_000, &[vec![at(5, 2_001)]]), Err(OutsideThePad));
    assert_eq!(Signature::draw(0, &[vec![at(5, 0)]]), Err(OutsideThePad));
    assert_eq!(Signature::draw(2_000, &vec![vec![at(5, 5)]; MOST_STROKES + 1]), Err(TooMuch));
    let good = Signature::draw(2_000, &[vec![at(5, 5), at(900, 900)]]).unwrap().encode();
    let long = "A".repeat(MOST_CHARACTERS + 1);
    let more = format!("{good}AA");
    for text in ["", "A", "Đinh Văn Mẫu", "====", &good[..good.len() - 2], &good[1..], &more] {
        assert_eq!(Signature::decode(text), Err(Malformed), "{text:?}");
    }
    assert_eq!(Signature::decode(&long), Err(TooMuch));
}

#[test]
fn strokes_become_a_path() {
    let drawn = Signature::draw(2_000, &[vec![at(10, 20), at(400, 300)], vec![at(7, 8)]]).unwrap();
    assert_eq!(drawn.to_path(), "M10 20L400 300M7 8l0 0");
}

#[test]
fn points_on_a_line_go_and_turns_stay_with_their_time() {
    let stroke = [at(0, 0), at(100, 1), at(200, 0), at(200, 300), at(200, 100), at(200, 250)];
    let thinned = thin(&stroke, 3);
    let places: Vec<_> = thinned.iter().map(|point| (point.x, point.y, point.after_ms)).collect();
    assert_eq!(places, [(0, 0, 8), (200, 0, 16), (200, 300, 8), (200, 100, 8), (200, 250, 8)]);
}

fn points() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let point = (0..=WIDTH, 0..=2_000u16, any::<Option<u8>>(), any::<u16>())
        .prop_map(|(x, y, pressure, after_ms)| Point { x, y, pressure, after_ms });
    proptest::collection::vec(proptest::collection::vec(point, 1..60), 1..12)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(strokes in points()) {
        match Signature::draw(2_000, &strokes) {
            Ok(drawn) => {
                let text = drawn.encode();
                prop_assert!(text.len() <= MOST_CHARACTERS);
                prop_assert_eq!(drawn.strokes().len(), strokes.len());
                prop_assert_eq!(Signature::decode(&text), Ok(drawn));
            }
            Err(error) => prop_assert_eq!(error, SignatureError::TooMuch),
        }
    }

    #[test]
    fn thinning_keeps_both_ends_and_the_time_between(
        stroke in proptest::collection::vec((0..=WIDTH, 0..=WIDTH), 1..200),
        tolerance in 1u16..400,
    ) {
        let stroke: Vec<Point> = stroke.into_iter().map(|(x, y)| at(x, y)).collect();
        let thinned = thin(&stroke, tolerance);
        let ends = |stroke: &[Point]| {
            let place = |point: &Point| (point.x, point.y);
            (stroke.first().map(place), stroke.last().map(place))
        };
        let time = |stroke: &[Point]| stroke.iter().map(|point| u64::from(point.after_ms)).sum::<u64>();
        prop_assert_eq!(ends(&thinned), ends(&stroke));
        prop_assert_eq!(time(&thinned), time(&stroke));
        prop_assert!(thinned.len() <= stroke.len());
    }

    #[test]
    fn no_text_breaks_the_reading(text in "[A-Za-z0-9_=+/ -]{0,80}") {
        if let Ok(signature) = Signature::decode(&text) {
            prop_assert!(signature.strokes().iter().all(|stroke| !stroke.is_empty()));
            _ = (signature.is_a_mark(), signature.to_path());
        }
    }

    #[test]
    fn no_bytes_break_the_reading(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = code::to_base64(&[&[1u8, 1][..], &bytes].concat());
        if let Ok(signature) = Signature::decode(&text) {
            prop_assert_eq!(Signature::decode(&signature.encode()), Ok(signature));
        }
    }
}
