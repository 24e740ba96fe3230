package com.changgou.proof;

import java.time.Duration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** HTTP to the parts of a system. A part that takes a request and never answers it keeps nobody waiting for ever. */
public final class Http {

    /** Longer than what is asked of a part takes, an order aside. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        // Before Tomcat does, after 20 s: a POST on a connection that is being closed fails, and is not sent again.
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
    }

    private Http() {}

    /**
     * A client that waits half a minute for an answer.
     *
     * @param url where the part listens
     * @return a client of it
     */
    public static RestClient to(String url) {
        return to(url, PATIENCE);
    }

    /**
     * A client with more patience, or less.
     *
     * @param url where the part listens
     * @param patience how long it waits for an answer; {@link org.springframework.web.client.ResourceAccessException} then
     * @return a client of it
     */
    public static RestClient to(String url, Duration patience) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(patience);
        return RestClient.builder().requestFactory(requests).baseUrl(url).build();
    }
}
