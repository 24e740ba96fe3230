package com.changgou.seata.xid;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses and ranges whose XIDs need no signature. Matched by Netty, which Seata's own transport brings along. */
final class TrustedCallers {

    private final List<IpSubnetFilterRule> ranges;

    /**
     * Callers from these addresses (10.1.0.5, ::1) or ranges (10.1.0.0/16).
     *
     * @throws XidSettingsException if one of them is neither
     */
    TrustedCallers(Collection<String> ranges) {
        this.ranges = ranges.stream().map(TrustedCallers::range).toList();
    }

    /** Whether the address, as the container reports it, is one of them. */
    boolean contain(@Nullable String address) {
        InetAddress caller = parse(address);
        return caller != null && ranges.stream().anyMatch(range -> range.matches(new InetSocketAddress(caller, 0)));
    }

    private static IpSubnetFilterRule range(String range) {
        int slash = range.indexOf('/');
        InetAddress address = parse(slash < 0 ? range : range.substring(0, slash));
        if (address == null) {
            throw unreadable(range);
        }
        try {
            int prefix =
                    slash < 0 ? address.getAddress().length * Byte.SIZE : Integer.parseInt(range.substring(slash + 1));
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException prefixIsNone) {
            throw unreadable(range);
        }
    }

    /** Only literals: a name would be looked up, and whoever answers for it would decide. */
    private static @Nullable InetAddress parse(@Nullable String address) {
        return address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
    }

    private static XidSettingsException unreadable(String range) {
        return new XidSettingsException(
                "changgou.seata.xid.trusted-callers has '" + range
                        + "', which is no address and no range of addresses.",
                "Write addresses as 10.1.0.5 or ::1, and ranges as 10.1.0.0/16; host names are not taken.");
    }
}
