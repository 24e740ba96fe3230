package com.changgou.seata.connection;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;

/**
 * Seata's client 2.5.0 sends its heartbeat when a connection has been idle for 5 s for the second time, and closes the connection
 * when nothing has come in for 15 s. So an answer that takes longer is lost with its connection, if the request was written 5 to 10 s
 * after the one before: whoever steps through a transaction meets that at the decision. With this the first time counts, too.
 */
@Sharable
final class TimelyHeartbeat extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(
                event == IdleStateEvent.FIRST_WRITER_IDLE_STATE_EVENT ? IdleStateEvent.WRITER_IDLE_STATE_EVENT : event);
    }
}
