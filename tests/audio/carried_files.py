"""Coded sound packed as PCM, as DTS-CDs and digital outputs have it."""

import base64
import zlib

import av
import numpy as np
from av.audio.frame import AudioFrame

from tests.media_files import Pcm

PREAMBLE = bytes.fromhex("f8724e1f")
# By decoder: the kind of data in a preamble, and the frames of the carrier that a burst takes.
KINDS = {"ac3": (1, 1_536), "dca": (11, 512), "mp2": (5, 1_152)}

# One frame of DTS: 512 samples of a tone at a quarter of full scale, of which they hold five
# whole waves, so that it can be repeated. FFmpeg's encoder, which PyAV does not have, made it with
# 1,411.2 and with 1,234.8 kbit/s, which fill the words of a CD and 14 bits of each of them.
TONE_HZ = 44_100 * 5 / 512
_DTS_FRAME = (
    r"c-rk!O-NKx6h8OO(|KjlD<NG(GeL_8s!dRV<)e*gEygJdTBN&zf~>aHyZt~bLu%6^&<Y_3(M6WHkT>lFgCfF>(F{"
    r"UFU^-B!IWzC;ockQp2-=J1!F~6hd(L;x{l4ReT9q37!n3S8OtD!%Up<)!6DYP5B`LDlxrtZ(Q}d&jTGH2_^wuAJn"
    r"{ILM|HF50Dc<@xa_!4_r<xqTT)+2pU%IzB-F-0C)8+l=PM!GG@Mc3Ww!O3UO8<@57atE_%^w*&nVbEbo9@e>-|3G"
    r"w-TI!nGcZB>V?V=FKnGa?!W<SnswJuhhKM?d_7LSz2B69D@dKD4Y69{^-9Q^ck8B_WripeCxkSE%ve~}47tPCEQh"
    r"}UGL`+2^LZUjshyh<EJPzc<Sp#Hc@v%S@pa^*65P5<trj|%?#ka{+5uYu)Er3AJN)c{1LKhDNEb>UGMWi{qok1M_"
    r"tct_qMja_G=Hri*1Zc&{<}iEJ=d4)cT#Z}dcQ8iCsjH5{hE^PwBu{aMXYrzK?nT!i00Mq;Q8r@Pxb$pWq_yWd8#9"
    r"^Ai|DEA+OAz~t)c4iV{@rP-yRNhJ-XXcccJ+~Vl4G?x4X-$J=6AdijI%m-gfq8>ppz2YgCqK5M@oOhnxU2K$(d3e"
    r"h$0?Sed+#G|%K44u_01Dd9x<STs^@1wNTehRO?<j8;Xo*{FU%M5;2^?}@Th1<XtLMI%!q=8XJibbx{g7Z+VfCZ!-"
    r"{NU{vLBiN;7pCdm<c18eghzujGi{c3wASQDq`3o$hl4;OPZjx)-W;m4O%hBb!WvMLM<_y6_thUl$x>nS!=p8pNNS"
    r"Ihs!17U($#x?>SxieLR*{4Maa0;Mn}RYknJ8J7BArYwX=|o@UE8&*ZA=LG4V8myrT"
)
_SMALLER_DTS_FRAME = (
    r"c-rlhO-NKx6vzMf&Ez~Cq(@2xh3^Ry(W1yzM$)`oC|Zyb6u8KCi5qEEkTo|If~W{1XjxHILzt2Dv51*=LJ$&tLD3"
    r"8?iozH}n`V0BJDu|!#YNJ#!25XT-t%$4{y(@0U#n76-_*53su7`FB3tp!_H93s1su$^P}lQ@<6UFdKW}Pj7^?epu"
    r"Xk6ob@~snp>n<P^3jB|qxaRojrL0$+WU*sEoW-$VwUr_oZ4M%dRmzpUwy8#?@s@Np34u9WVhellgWL^Oy15OtV=v"
    r";J^3v;F!CB(LNoq8@~2Q0r##VF7%o(b-UB_r6;u-)CDN!Tij$|&Do!QQ8}eP$5aq}N)&m+gkt?U-G8qN2KAI&;qY"
    r";p9oy?6>Q94^P8c`x3MHwo<AWG2$OoaIhnhvZrA8<KfalevE2oWu^i~Ryun5?%0S3$vGXTdf2i_p@o#ARCXZb4_l"
    r"mDz6KM&~NhiVg3R;=>jY_xK9Xjse$Fa7+W*GR2Add|_?VPu7Cf@H{`6Ox_x9i!HPHx7iqD70-6&JGOlp9=ULFuzk"
    r"(pw)6IQ$NiX9@7C<^zWNc(k58>SaH4ZFy$DBD8fq`))2IdpMKhLmBhgL4@f|n@7L-|y%H79+Zu%h)flAO<*(#inW"
    r"P+xkH0$Q4Q7gGgF%zhQic=OLAj2o+HY!5L=`HKVD@{vC^pCJG+-zQE1xE~_nZ;HPlmarmwxDvbw#<Rwpn!we`H@#"
    r"9W%7cquoM_!cB}wwAiJ<hV<|S4Ae8A^Ch|BKIcfpv>|B@f0?Ypl^WaKTF+~0yHrk1h&#8=15i~@<mf8FlY~+Oa4K"
    r"NuWI{"
)


def dts_frame() -> bytes:
    """A frame that fills 512 samples of a CD."""
    return zlib.decompress(base64.b85decode(_DTS_FRAME))


def smaller_dts_frame() -> bytes:
    """A frame that leaves room for a preamble, or for two bits of each word."""
    return zlib.decompress(base64.b85decode(_SMALLER_DTS_FRAME))


def encoded(sound: Pcm, encoder: str, *, rate_hz: int, bit_rate: int) -> list[bytes]:
    """The frames of coded sound, one by one."""
    codec = av.CodecContext.create(encoder, "w")
    assert isinstance(codec, av.AudioCodecContext)
    formats = codec.codec.audio_formats
    assert formats
    codec.sample_rate, codec.layout, codec.bit_rate = rate_hz, "stereo", bit_rate
    codec.format = formats[0]
    codec.open()
    resampler = av.AudioResampler(codec.format.name, "stereo", rate_hz, codec.frame_size)
    whole = AudioFrame.from_ndarray(
        np.ascontiguousarray(sound.reshape(1, -1)), format="s16", layout="stereo"
    )
    whole.sample_rate = rate_hz
    frames = [*resampler.resample(whole), *resampler.resample(None)]
    packets = [packet for frame in frames for packet in codec.encode(frame)]
    return [bytes(packet) for packet in (*packets, *codec.encode(None))]


def as_words(data: bytes, *, is_swapped: bool) -> Pcm:
    """Bytes in the norm's order as samples of 16-bit stereo, swapped or as they are."""
    pcm: Pcm = np.frombuffer(data, ">i2" if is_swapped else "<i2").astype(np.int16).reshape(-1, 2)
    return pcm


def with_preambles(packets: list[bytes], encoder: str, kind: int | None = None) -> bytes:
    """Bursts by IEC 61937, each padded to the time that it takes."""
    usual_kind, period_frames = KINDS[encoder]
    bursts = b""
    for packet in packets:
        head = (usual_kind if kind is None else kind).to_bytes(2, "big")
        burst = PREAMBLE + head + (8 * len(packet)).to_bytes(2, "big") + packet
        bursts += burst.ljust(period_frames * 4, b"\0")
    return bursts


def in_14_bits(frame: bytes) -> bytes:
    """A frame of DTS spread over words of which the upper two bits repeat the sign."""
    bits = np.unpackbits(np.frombuffer(frame, np.uint8))
    groups = np.pad(bits, (0, -len(bits) % 14)).reshape(-1, 14)
    words = groups @ (1 << np.arange(13, -1, -1))
    signed = np.where(words >= 1 << 13, words - (1 << 14), words)
    return signed.astype(">i2").tobytes()
