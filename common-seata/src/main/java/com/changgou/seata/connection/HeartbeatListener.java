package com.changgou.seata.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import org.apache.seata.core.rpc.netty.ChannelEventListener;
import org.springframework.context.SmartLifecycle;

/** Puts a {@link TimelyHeartbeat} into every connection to the TC, also into those that there are already. */
final class HeartbeatListener implements ChannelEventListener, SmartLifecycle {

    private final SeataClients clients;
    private volatile boolean running;

    HeartbeatListener(SeataClients clients) {
        this.clients = clients;
    }

    @Override
    public void onChannelConnected(Channel channel) {
        ChannelHandlerContext idle = channel.pipeline().context(IdleStateHandler.class);
        if (idle != null && channel.pipeline().get(TimelyHeartbeat.class) == null) {
            channel.pipeline().addAfter(idle.name(), "timely-heartbeat", new TimelyHeartbeat());
        }
    }

    @Override
    public void start() {
        running = true;
        clients.add(this);
        clients.forEachChannel(this::onChannelConnected);
    }

    @Override
    public void stop() {
        clients.remove(this);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
