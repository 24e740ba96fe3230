package com.changgou.seata.server;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import io.seata.core.protocol.RpcMessage;
import io.seata.core.protocol.transaction.GlobalReportRequest;
import io.seata.core.protocol.transaction.GlobalStatusRequest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** Invariant: the counts are behind the same token as everything else that upstream's console tells. */
@SpringBootTest(
        properties = {
            "TC_CONSOLE_PASSWORD=secret",
            "TC_SECRET_KEY=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        })
@AutoConfigureMockMvc
class TrafficEndpointTests {

    private static final String PATH = "/api/v1/traffic";

    @Autowired
    private MockMvc http;

    @Test
    void refusesWhoeverHasNoToken() throws Exception {
        http.perform(get(PATH)).andExpect(status().isUnauthorized());
        http.perform(get(PATH).header("Authorization", "Bearer forged")).andExpect(status().isUnauthorized());
    }

    /** Upstream's console has every long written as a string. */
    @Test
    void tellsTheCountsToWhoeverHasLoggedIn() throws Exception {
        RpcMessage message = new RpcMessage();
        message.setBody(new GlobalReportRequest());
        new EmbeddedChannel(TrafficCounting.COUNTER).writeInbound(message);

        http.perform(get(PATH).header("Authorization", token()))
                .andExpect(status().isOk())
                .andExpect(content().json("{\"GlobalReportRequest\": \"1\"}"));
    }

    @Test
    void tellsTheMessagesOfOneTransaction() throws Exception {
        GlobalStatusRequest question = new GlobalStatusRequest();
        question.setXid("127.0.0.2:8091:1");
        RpcMessage message = new RpcMessage();
        message.setId(4);
        message.setBody(question);
        new EmbeddedChannel(TrafficCounting.COUNTER).writeInbound(message);

        http.perform(get(PATH + "/127.0.0.2:8091:1")).andExpect(status().isUnauthorized());
        http.perform(get(PATH + "/127.0.0.2:8091:1").header("Authorization", token()))
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        [{"name": "GlobalStatusRequest", "id": "4", "received": true, "answer": false}]"""));
        http.perform(get(PATH + "/127.0.0.2:8091:2").header("Authorization", token()))
                .andExpect(content().json("[]", true));
    }

    private String token() throws Exception {
        String answer = http.perform(post("/api/v1/auth/login")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"username\": \"seata\", \"password\": \"secret\"}"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return new ObjectMapper().readTree(answer).get("data").asText();
    }

    /** Upstream's console and its security, without the TC. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan("io.seata.console")
    @Import(TrafficEndpoint.Registration.class)
    static class Console {}
}
