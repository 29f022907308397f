"""Says to the FFmpeg inside OpenCV what a camera may open: a file nothing else, a URL only itself.

FFmpeg goes by content, so a file called `video.mp4`, or what an address sends, may be a list of
addresses. OpenCV takes FFmpeg's options from the environment of the whole process, at each opening;
there is one camera at a time.
"""

import os
from collections.abc import MutableMapping

VARIABLE = "OPENCV_FFMPEG_CAPTURE_OPTIONS"

# FFmpeg's names of the formats that hold their pictures themselves.
_FILE_FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,m4v,h264,hevc,mjpeg,mpjpeg,nut,ivf,gif,"
    "apng,wtv,dv,rm,swf,mxf,gxf,yuv4mpegpipe,av1,obu,webp_anim,vc1,vc1test,dirac,bink,smjpeg"
)
# And those by which cameras send; a list of parts of a stream is one of them.
_STREAM_FORMATS = (
    "mpjpeg,mjpeg,jpeg_pipe,png_pipe,rtsp,rtp,hls,mpegts,mpeg,mov,matroska,flv,live_flv,asf,avi,"
    "ogg,m4v,h264,hevc,nut"
)
# What FFmpeg's protocols are carried by, if by another one.
_CARRIED_BY = {
    "http": "tcp",
    "https": "tls,tcp",
    "rtsp": "tcp,udp,rtp",
    "rtsps": "tls,tcp",
    "rtmp": "tcp",
    "rtmps": "tls,tcp",
    "rtp": "udp",
    "ftp": "tcp",
    "srtp": "rtp,udp",
}
# OpenCV's own default, which it drops once there are any options.
_USUAL_FOR_STREAMS = {"rtsp_transport": "tcp"}


def allow_file(environ: MutableMapping[str, str] = os.environ) -> None:
    """The next video to be opened is a file, and it opens nothing."""
    _allow(environ, {}, "file", _FILE_FORMATS)


def allow_stream(url: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """The next video to be opened is at this URL, and it opens no other kind of address.

    Options that the person has in the environment stay.
    """
    scheme = url.partition(":")[0].lower()
    if scheme == "file":
        allow_file(environ)
        return
    protocols = ",".join(filter(None, (scheme, _CARRIED_BY.get(scheme, ""))))
    _allow(environ, _USUAL_FOR_STREAMS, protocols, _STREAM_FORMATS)


def _allow(
    environ: MutableMapping[str, str], usual: dict[str, str], protocols: str, formats: str
) -> None:
    """OpenCV writes them as name;value|name;value."""
    pairs = (pair.partition(";") for pair in environ.get(VARIABLE, "").split("|") if pair)
    options = usual | {name: value for name, _, value in pairs}
    options |= {"protocol_whitelist": protocols, "format_whitelist": formats}
    environ[VARIABLE] = "|".join(f"{name};{value}" for name, value in options.items())
