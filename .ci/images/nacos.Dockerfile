# Stands in for nacos/nacos-server: the Nacos of this project, with the official image's paths, ports and variables.
FROM offline/jre:21
WORKDIR /home/nacos
RUN install -d -o 10001 -g 10001 data logs
COPY nacos-standalone.jar ./
USER 10001:10001
EXPOSE 8848 9848
ENV NACOS_HOME=/home/nacos/data NACOS_BIND_ADDRESS=0.0.0.0 NACOS_ADDRESS=127.0.0.1
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=40", "-jar", "nacos-standalone.jar"]
