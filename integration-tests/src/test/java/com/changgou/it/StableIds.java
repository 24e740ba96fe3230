package com.changgou.it;

import com.changgou.launcher.system.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces what differs from run to run (ids, ports, times) by values that stay, each id by the same one; twice is as good as once. */
final class StableIds {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"
            + "|(?<![0-9a-f])[0-9]{15,19}(?![0-9a-f])");

    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> ports = new LinkedHashMap<>();

    StableIds(Ports actual) {
        ports.put(":" + actual.order(), ":8081");
        ports.put(":" + actual.goods(), ":8082");
        ports.put(":" + actual.user(), ":8083");
        ports.put(":" + actual.tc(), ":8091");
        ports.put(":" + actual.orderDb(), ":3316");
        ports.put(":" + actual.goodsDb(), ":3317");
        ports.put(":" + actual.tcHttp(), ":7091");
    }

    String in(String text) {
        String stable = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            stable = stable.replaceAll(port.getKey() + "\\b", port.getValue());
        }
        stable = TIME.matcher(stable).replaceAll("2026-01-01T00:00:00Z");
        return ID.matcher(stable).replaceAll(match -> Matcher.quoteReplacement(stable(match.group())));
    }

    private String stable(String id) {
        if (ids.containsValue(id)) {
            return id;
        }
        return ids.computeIfAbsent(id, unseen -> {
            int number = ids.size() + 1;
            if (id.contains("-")) {
                return String.format("%08x-0000-4000-8000-000000000000", 0xca4e0000 + number);
            }
            return id.length() == 32
                    ? String.format("%08x", 0x0de40000 + number) + "0".repeat(24)
                    : String.format("98547903745%05d", number);
        });
    }
}
