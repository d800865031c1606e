"""Readers, scanners, phones and messengers drawn from their numbers."""

import dataclasses

import cv2
import numpy as np
import pytest

from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.capture.codec import decode, encode
from sample_docs.generator.capture.machines import drawn_messenger, drawn_phone, drawn_reader
from sample_docs.generator.capture.processing import Processing, processed, seen
from sample_docs.generator.capture.shot import Codec
from sample_docs.generator.designs import sides_of
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, _shots, make, sheets

DESIGN = sides_of("random-0024")[0]
RNG = np.random.default_rng(4)
PICTURE = np.clip(RNG.normal(150, 40, (120, 160, 3)), 0, 255).astype(np.uint8)


def test_a_device_is_always_the_same_one() -> None:
    """Its number decides; the same number is another thing as reader, scanner and phone."""
    assert drawn_reader(3, flatbed=False) == drawn_reader(3, flatbed=False)
    assert drawn_reader(3, flatbed=False) != drawn_reader(3, flatbed=True)
    assert (drawn_phone(3), drawn_messenger(3)) == (drawn_phone(3), drawn_messenger(3))
    assert len({drawn_phone(n).processing for n in range(30)}) == 30


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_a_devices_shots_share_its_format(channel: str) -> None:
    """Size, codec and resolution of one device are alike; devices differ."""
    facts = [
        {
            (shot.codec, shot.size if channel != "messenger" else round(shot.shrink, 3))
            for seed in range(4)
            for shot in CHANNELS[channel].shots(DESIGN, seed, device=device)
        }
        for device in range(8)
    ]
    assert all(len(found) == 1 for found in facts)
    assert len({next(iter(found)) for found in facts}) > 4


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_genuine_and_forged_pages_get_the_same_codec_and_size(channel: str) -> None:
    """A device's files do not know the label: over designs, species and devices."""
    for seed in range(0, 12, 3):
        species = next(s for s in SPECIES.values() if channel in s.channels and not s.needs)
        genuine = Job(design=f"random-{seed:04d}", copy=1, holder=seed, channel=channel, device=seed)
        forged = dataclasses.replace(genuine, species=species.name, severity=Severity.SKILLED)
        for number, sheet in enumerate(sheets(genuine)):
            pair = [_shots(job, sheet, number) for job in (genuine, forged)]
            for one, other in zip(*pair, strict=True):
                assert (one.codec, one.resent) == (other.codec, other.resent)
                assert (one.size, one.shrink) == (other.size, other.shrink)


def test_colour_keeps_white_and_a_lamp_adds_its_leak() -> None:
    """A spectrum mixes colours; what passes a filter is added everywhere."""
    optics = next(iter(drawn_reader(5, flatbed=True).optics.values()))
    assert optics.processing is not None
    white = np.full((8, 8, 3), 240, np.uint8)
    assert (
        np.abs(seen(white, dataclasses.replace(optics.processing, fringe=(0, 0))).astype(int) - 240).max()
        <= 2
    )
    assert seen(np.zeros_like(white), Processing(leak=(6.0, 2.0, 16.0)))[0, 0].tolist() == [6, 2, 16]


def test_a_fringe_moves_red_and_blue() -> None:
    """Green stays."""
    moved = seen(PICTURE, Processing(fringe=(0.8, -0.8)))
    assert (moved[..., 1] == PICTURE[..., 1]).all()
    assert (moved[..., 0] != PICTURE[..., 0]).any()


def test_a_phones_software_smooths_lifts_and_sharpens() -> None:
    """Coring removes what is small, local tone mapping lifts a dark corner, sharpening adds halos."""
    noise = np.clip(128 + RNG.normal(0, 2, (80, 80, 3)), 0, 255).astype(np.uint8)
    assert processed(noise, Processing(coring=8.0)).std() < 0.5 * noise.std()
    dark = np.full((320, 320, 3), 160, np.uint8)
    dark[:160, :160] = 50
    lifted = processed(dark, Processing(local=0.8))
    assert lifted[40:80, 40:80].mean() > 55
    edge = np.full((40, 40, 3), 90, np.uint8)
    edge[:, 20:] = 170
    assert np.ptp(processed(edge, Processing(halo=(1.0, 1.5)))) > 100


def test_avif_is_read_back() -> None:
    """What a phone keeps before it hands out a JPEG."""
    smooth = np.asarray(cv2.GaussianBlur(PICTURE, (0, 0), 3.0), np.uint8)
    back = decode(encode(smooth, Codec(format="AVIF", quality=90)))
    assert back.shape == smooth.shape
    assert np.abs(back.astype(int) - smooth).mean() < 4


def test_a_document_is_made_on_every_channel() -> None:
    """By a device, worn as it is, with its mask."""
    for channel in sorted(CHANNELS):
        job = Job(
            design="random-0003", copy=1, holder=4, channel=channel, ppi=150, device=2, species="ovd-missing"
        )
        made = make(job)
        assert made
        assert all(m.mask is not None and decode(m.mask).shape == decode(m.image).shape for m in made)
