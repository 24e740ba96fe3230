package com.changgou.nacos;

import com.alibaba.nacos.NacosServerBasicApplication;
import com.alibaba.nacos.NacosServerWebApplication;
import com.alibaba.nacos.core.listener.startup.NacosStartUp;
import com.alibaba.nacos.core.listener.startup.NacosStartUpManager;
import com.alibaba.nacos.sys.env.DeploymentType;
import com.alibaba.nacos.sys.env.EnvUtil;
import java.nio.file.Path;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts Nacos. Its settings stand in {@code application.properties}; ports, addresses and secrets come from the environment. */
public final class NacosServer {

    private NacosServer() {}

    /**
     * Runs the server's two contexts, as upstream's own main class does, which is not on Maven Central.
     *
     * @param args Spring Boot's arguments
     */
    public static void main(String[] args) {
        String home = Path.of(System.getenv().getOrDefault("NACOS_HOME", "nacos"))
                .toAbsolutePath()
                .toString();
        System.setProperty("nacos.home", home);
        System.setProperty("nacos.standalone", "true");
        System.setProperty("nacos.deployment.type", "server");
        // As a Spring property it has no effect.
        System.setProperty("nacos.remote.grpc.listen.ip", BoundServerProvider.address());
        // Or they write to the working directory and to the user's home.
        System.setProperty("derby.stream.error.file", home + "/derby.log");
        System.setProperty("JM.LOG.PATH", home + "/logs");
        EnvUtil.setDeploymentType(DeploymentType.SERVER);
        NacosStartUpManager.start(NacosStartUp.CORE_START_UP_PHASE);
        ConfigurableApplicationContext core = new SpringApplicationBuilder(NacosServerBasicApplication.class)
                .web(WebApplicationType.NONE)
                .run(args);
        NacosStartUpManager.start(NacosStartUp.WEB_START_UP_PHASE);
        new SpringApplicationBuilder(NacosServerWebApplication.class)
                .parent(core)
                .run(args);
    }
}
