package com.changgou.seata.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant: Seata's client hears of the first idle time as of every other one, and of all else as before. */
class TimelyHeartbeatTests {

    private final List<Object> heard = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new TimelyHeartbeat(), new ChannelInboundHandlerAdapter() {

                @Override
                public void userEventTriggered(ChannelHandlerContext context, Object event) {
                    heard.add(event);
                }
            });

    @Test
    void firstIdleTimeIsOneLikeTheOthers() {
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_WRITER_IDLE_STATE_EVENT);
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.WRITER_IDLE_STATE_EVENT);
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_READER_IDLE_STATE_EVENT);

        assertThat(heard)
                .containsExactly(
                        IdleStateEvent.WRITER_IDLE_STATE_EVENT,
                        IdleStateEvent.WRITER_IDLE_STATE_EVENT,
                        IdleStateEvent.FIRST_READER_IDLE_STATE_EVENT);
    }
}
