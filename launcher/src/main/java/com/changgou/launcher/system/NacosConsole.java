package com.changgou.launcher.system;

import com.changgou.proof.Http;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** Nacos' HTTP API, as far as a system needs it: its users, and who is registered. */
final class NacosConsole {

    /** May register and look up in the public namespace, and nothing else. */
    static final String USER = "shop";

    private static final String ADMINISTRATOR = "nacos";
    private static final String ROLE = "SERVICES";

    private final RestClient http;
    private final String administratorPassword;
    private final String password;

    NacosConsole(int port, String administratorPassword, String password) {
        this.http = Http.to("http://127.0.0.1:" + port + "/nacos", Parts.HEALTH_PATIENCE);
        this.administratorPassword = administratorPassword;
        this.password = password;
    }

    private record Login(String accessToken) {}

    private record Instances(@Nullable List<Instance> data) {}

    private record Instance(int port, boolean healthy) {}

    /**
     * Returns once the services' user may look up, and creates it where it is missing. To be called again after a failure:
     * Nacos knows a new user up to 15 s later.
     */
    void requireUsers() {
        try {
            requirePermission();
        } catch (HttpClientErrorException refused) {
            post("/v3/auth/user/admin", "", "password", administratorPassword);
            String token = login(ADMINISTRATOR, administratorPassword);
            post("/v3/auth/user", token, "username", USER, "password", password);
            post("/v3/auth/role", token, "username", USER, "role", ROLE);
            post("/v3/auth/permission", token, "role", ROLE, "resource", "public:*:naming/*", "action", "rw");
            requirePermission();
        }
    }

    private void requirePermission() {
        lists("none", "DEFAULT_GROUP", "DEFAULT", 0);
    }

    /** Whether callers are told of this instance. */
    boolean lists(String service, String group, String cluster, int port) {
        Instances found = http.get()
                .uri(
                        "/v3/client/ns/instance/list?serviceName={service}&groupName={group}&clusterName={cluster}",
                        service,
                        group,
                        cluster)
                .header("accessToken", login(USER, password))
                .retrieve()
                .body(Instances.class);
        return found != null
                && found.data() != null
                && found.data().stream().anyMatch(instance -> instance.port() == port && instance.healthy());
    }

    private String login(String user, String secret) {
        Login login = http.post()
                .uri("/v3/auth/user/login")
                .body(form("username", user, "password", secret))
                .retrieve()
                .body(Login.class);
        if (login == null) {
            throw new LauncherException("Nacos answered a login with nothing");
        }
        return login.accessToken();
    }

    /** What exists already is answered with an error, and is what was wanted. */
    private void post(String path, String token, String... fields) {
        http.post()
                .uri(path)
                .header("accessToken", token)
                .body(form(fields))
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toBodilessEntity();
    }

    private static MultiValueMap<String, String> form(String... fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i], fields[i + 1]);
        }
        return form;
    }
}
