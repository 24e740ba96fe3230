package com.changgou.seata.connection;

import io.netty.channel.Channel;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.seata.common.util.NetUtil;
import org.apache.seata.core.rpc.netty.AbstractNettyRemotingClient;
import org.apache.seata.core.rpc.netty.ChannelEventListener;
import org.apache.seata.discovery.registry.RegistryFactory;
import org.apache.seata.discovery.registry.RegistryService;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Seata's TM and RM of this process, as far as their connections go. Seata's manager of connections is not public: what is asked of it
 * by its name is asked for in the constructor, so that a Seata that has it no more is found at the start.
 */
final class SeataClients {

    private final String group;
    private final List<Client> clients;

    /**
     * Seata's clients.
     *
     * @throws IllegalStateException if they are of a Seata whose connections are managed otherwise
     */
    SeataClients(String group, List<? extends AbstractNettyRemotingClient> clients) {
        this.group = group;
        this.clients = clients.stream().map(Client::of).toList();
    }

    /** The addresses at which there should be a TC, as Seata's registry has them now. */
    List<InetSocketAddress> addresses() throws Exception {
        RegistryService<?> registry = RegistryFactory.getInstance();
        return registry.lookup(group);
    }

    boolean areConnectedTo(InetSocketAddress tc) {
        return clients.stream().allMatch(client -> client.isConnectedTo(tc));
    }

    /** Lets Seata connect and register as usual where that is not so yet; blocks. Others are not asked for work any more. */
    void connectTo(Collection<InetSocketAddress> tcs) {
        List<String> addresses = tcs.stream().map(NetUtil::toStringAddress).toList();
        clients.stream()
                .filter(client -> !tcs.stream().allMatch(client::isConnectedTo))
                .forEach(client -> client.connectTo(addresses, group));
    }

    /** Others are not asked for work any more, until they are connected again. */
    void askOnly(Collection<InetSocketAddress> tcs) {
        RegistryService<?> registry = RegistryFactory.getInstance();
        registry.refreshAliveLookup(group, List.copyOf(tcs));
    }

    void forEachChannel(Consumer<Channel> action) {
        clients.forEach(client -> client.channels().values().forEach(action));
    }

    void add(ChannelEventListener listener) {
        clients.forEach(client -> client.seatas().registerChannelEventListener(listener));
    }

    void remove(ChannelEventListener listener) {
        clients.forEach(client -> client.seatas().unregisterChannelEventListener(listener));
    }

    record Client(AbstractNettyRemotingClient seatas, Object manager, Method getChannels, Method doReconnect) {

        static Client of(AbstractNettyRemotingClient client) {
            Object manager = client.getClientChannelManager();
            return new Client(
                    client,
                    manager,
                    method(manager, "getChannels"),
                    method(manager, "doReconnect", List.class, String.class));
        }

        static Method method(Object manager, String name, Class<?>... parameters) {
            Method method = ReflectionUtils.findMethod(manager.getClass(), name, parameters);
            Assert.state(
                    method != null,
                    () -> "This version of Seata has no " + manager.getClass().getName() + "." + name
                            + ". Exclude com.changgou.seata.connection.ConnectionAutoConfiguration, or use Seata 2.5.");
            ReflectionUtils.makeAccessible(method);
            return method;
        }

        @SuppressWarnings("unchecked")
        Map<String, Channel> channels() {
            return (Map<String, Channel>) ReflectionUtils.invokeMethod(getChannels, manager);
        }

        boolean isConnectedTo(InetSocketAddress tc) {
            Channel channel = channels().get(NetUtil.toStringAddress(tc));
            return channel != null && channel.isActive();
        }

        void connectTo(List<String> tcs, String group) {
            ReflectionUtils.invokeMethod(doReconnect, manager, tcs, group);
        }
    }
}
