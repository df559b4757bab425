"""What every route and page stands on: who asks, problems, forms, words, files up and down."""

from portal.edge import problem_pages, processing, requests
from portal.edge.part import Part

edge = Part(api=[requests.router], pages=[processing.router, problem_pages.router])
