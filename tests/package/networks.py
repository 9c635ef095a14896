"""What the tests of batches, trainer and checkpoints share."""

import torch
from ninetytwo.pytorch import Trainer


def linear(seed=0):
    torch.manual_seed(seed)
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))


def trainer(model, rate=0.5, momentum=0.0, **settings):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    return Trainer(model, optimizer, **settings)


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])
