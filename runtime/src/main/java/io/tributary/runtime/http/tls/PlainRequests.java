package io.tributary.runtime.http.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/// Answers a request in clear on a port of TLS, and closes: who wrote `http` where `https` was
/// meant is told so.
///
/// The first byte tells them apart: a method begins with a capital letter, a record of TLS with a
/// number below them. In front of everything else until then; leaves when TLS is spoken.
final class PlainRequests extends ChannelInboundHandlerAdapter {
    private static final String BODY =
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"this port speaks TLS: ask with https\"}";

    private static final byte[] ANSWER =
            "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                    .formatted(BODY.length(), BODY)
                    .getBytes(StandardCharsets.US_ASCII);

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (refused) {
            ReferenceCountUtil.release(read);
            return;
        }
        if (!(read instanceof ByteBuf bytes) || !bytes.isReadable()) {
            context.fireChannelRead(read);
            return;
        }
        byte first = bytes.getByte(bytes.readerIndex());
        if (first < 'A' || first > 'Z') {
            context.fireChannelRead(read);
            context.pipeline().remove(this);
            return;
        }
        refused = true;
        bytes.release();
        context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
