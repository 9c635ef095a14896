"""The course on The Littlest JupyterHub: copy to /opt/tljh/config/jupyterhub_config.d/."""

c = get_config()  # noqa: F821

# Every page was measured: none takes more than 1.5 GB; JupyterLab itself takes 0.2.
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 1
# Small products of matrices want one thread, all the more where many learners share.
c.Spawner.environment.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
