package com.changgou.console.recording;

import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Site;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** What can be ordered, and how. */
@RestController
class SystemController {

    /** As sql/user.sql makes them. */
    private static final List<String> USERS =
            IntStream.rangeClosed(1, 10).mapToObj(number -> "u" + number).toList();

    private final OrderApi goods;

    SystemController(Site site) {
        this.goods = new OrderApi(site.goodsService());
    }

    /** Not up: only files can be opened. */
    record SystemView(
            boolean up, List<Mode> modes, List<String> users, List<JsonNode> skus, Map<Mode, List<String>> faults) {}

    @GetMapping("/api/system")
    SystemView system() {
        List<Mode> modes = Arrays.asList(Mode.values());
        try {
            List<JsonNode> skus = goods.get("/skus").body().valueStream().toList();
            Map<Mode, List<String>> faults =
                    modes.stream().collect(Collectors.toMap(Function.identity(), Points::faults));
            return new SystemView(true, modes, USERS, skus, faults);
        } catch (RestClientException notRunning) {
            return new SystemView(false, List.of(), List.of(), List.of(), Map.of());
        }
    }
}
